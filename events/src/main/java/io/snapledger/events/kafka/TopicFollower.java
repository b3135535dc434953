package io.snapledger.events.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads all partitions of some topics on one thread, outside consumer groups, for as long as it is open: whatever goes
 * wrong is told once and tried again. It does not know what the records mean.
 */
final class TopicFollower implements AutoCloseable {

    static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private static final Logger LOG = System.getLogger(TopicFollower.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration DISCOVERY = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration STOP = Duration.ofSeconds(10);

    /** What the records mean. Called by the follower's thread only. */
    interface Listener {

        /** Where to read on; asked at the start, for new partitions, and when the log is not the one it was. */
        Map<TopicPartition, Long> positions(
                Consumer<byte[], byte[]> consumer, Set<TopicPartition> partitions, String clusterId) throws Exception;

        /** Handles a batch; comes again after a failure. */
        void records(ConsumerRecords<byte[], byte[]> batch) throws Exception;
    }

    private final Map<String, Object> settings;
    private final String name;
    private final List<String> topics;
    private final Listener listener;
    private final Thread thread;
    private final ClusterIdWatch clusterIds = new ClusterIdWatch();
    private final CompletableFuture<Void> positioned = new CompletableFuture<>();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Consumer<byte[], byte[]> consumer;
    private volatile String trouble;

    private final Set<TopicPartition> assigned = new TreeSet<>(BY_NAME);
    private final Map<TopicPartition, Long> behind = new HashMap<>();
    private String clusterId = "";
    private boolean astray = true;
    private long lastDiscovery;

    TopicFollower(Map<String, ?> client, String name, List<String> topics, Listener listener) {
        this.settings = settings(client, name);
        this.name = name;
        this.topics = List.copyOf(topics);
        this.listener = listener;
        this.thread = new Thread(this::run, "snapledger-" + name);
        this.thread.setDaemon(true);
    }

    private static Map<String, Object> settings(Map<String, ?> client, String name) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "snapledger-" + name);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 * 1024 * 1024);
        settings.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 * 1024);
        return settings;
    }

    void start() {
        thread.start();
    }

    CompletionStage<Void> positioned() {
        return positioned;
    }

    CompletionStage<Void> caughtUp() {
        return caughtUp;
    }

    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private void run() {
        try {
            while (isOpen() && consumer == null) {
                attempt(() -> consumer = new KafkaConsumer<>(settings, new ClusterIdWatch(), clusterIds));
            }
            while (isOpen()) {
                attempt(this::step);
            }
        } catch (Error e) {
            trouble = "the reader has stopped: " + e;
            LOG.log(Level.ERROR, name + " has stopped reading; restart the service", e);
            throw e;
        } finally {
            if (consumer != null) {
                consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
            }
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private void attempt(Step step) {
        try {
            step.run();
            recovered();
        } catch (WakeupException | InterruptException e) {
            // closing; the loop sees it
        } catch (InvalidOffsetException e) {
            astray = true;
        } catch (Exception e) {
            failed(e);
        }
    }

    private void step() throws Exception {
        if (isTimeToDiscover()) {
            discover();
        }
        if (!clusterIds.current().equals(clusterId)) {
            clusterId = clusterIds.current();
            astray = true;
        }
        if (astray) {
            findPositions();
        }
        ConsumerRecords<byte[], byte[]> batch = consumer.poll(POLL);
        while (isOpen() && !batch.isEmpty() && !handled(batch)) {
            pause();
        }
        noteProgress();
    }

    private boolean isTimeToDiscover() {
        return assigned.isEmpty() || System.nanoTime() - lastDiscovery > DISCOVERY.toNanos();
    }

    private void discover() {
        Map<String, List<PartitionInfo>> all = consumer.listTopics();
        Set<TopicPartition> found = new TreeSet<>(BY_NAME);
        for (String topic : topics) {
            if (!all.containsKey(topic)) {
                throw new IllegalStateException("topic " + topic + " does not exist (yet)");
            }
            all.get(topic).forEach(info -> found.add(new TopicPartition(topic, info.partition())));
        }
        lastDiscovery = System.nanoTime();
        if (!found.equals(assigned)) {
            assigned.clear();
            assigned.addAll(found);
            astray = true;
        }
    }

    private void findPositions() throws Exception {
        consumer.assign(assigned);
        Map<TopicPartition, Long> positions = listener.positions(consumer, Set.copyOf(assigned), clusterId);
        positions.forEach(consumer::seek);
        if (!positioned.isDone()) {
            behind.putAll(consumer.endOffsets(assigned));
        }
        astray = false;
        positioned.complete(null);
    }

    private boolean handled(ConsumerRecords<byte[], byte[]> batch) {
        try {
            listener.records(batch);
            recovered();
            return true;
        } catch (WakeupException | InterruptException e) {
            return false;
        } catch (Exception e) {
            note(e);
            return false;
        }
    }

    private void noteProgress() {
        if (!caughtUp.isDone() && isOpen()) {
            behind.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
            if (behind.isEmpty()) {
                caughtUp.complete(null);
            }
        }
    }

    private void failed(Exception e) {
        note(e);
        pause();
    }

    private void note(Exception e) {
        String now = e.getClass().getSimpleName() + ": " + e.getMessage();
        if (trouble == null) {
            LOG.log(Level.WARNING, name + " does not get on, will keep trying: " + now);
        }
        LOG.log(Level.DEBUG, name, e);
        trouble = now;
    }

    private void recovered() {
        if (trouble != null) {
            LOG.log(Level.INFO, name + " gets on again");
            trouble = null;
        }
    }

    private void pause() {
        try {
            closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        if (thread.isAlive() && Thread.currentThread() != thread) {
            join();
        }
    }

    private void join() {
        try {
            thread.join(STOP.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(STOP.toMillis());
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
