package io.snapledger.events.kafka;

import io.snapledger.events.EventType;
import io.snapledger.events.Role;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are missing. Topics that exist are left as they are, since their partitions and retention may
 * be an operator's decision, and more partitions would break the order of the events of one subject.
 */
public final class TopicSetup {

    private static final Logger LOG = System.getLogger(TopicSetup.class.getName());
    private static final int DEAD_LETTER_DAYS = 90;
    private static final Duration LONGEST_SEGMENT = Duration.ofDays(7);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final long PAUSE_AFTER_REFUSAL = 5;

    private TopicSetup() {}

    /** As below, waiting up to two minutes for Kafka. */
    public static void ensure(Admin admin, Topics topics, short replication) {
        ensure(admin, topics, replication, Duration.ofMinutes(2));
    }

    /**
     * Returns once all topics of all event types and the dead-letter topics of the five services exist and have leaders.
     * Safe to be called by many processes at once.
     *
     * @param replication replicas of the topics that are created, from 1
     * @param limit how long to wait for brokers that are starting or away
     * @throws IllegalStateException if Kafka refuses, or does not answer within the limit
     */
    public static void ensure(Admin admin, Topics topics, short replication, Duration limit) {
        Map<String, NewTopic> wanted = wanted(topics, replication);
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                create(admin, wanted);
                if (allHaveLeaders(admin, wanted.keySet())) {
                    return;
                }
                giveUpAfter(deadline, "topics have no leader yet", null);
            } catch (ExecutionException e) {
                if (!mayPass(e.getCause())) {
                    throw new IllegalStateException(
                            "Kafka refuses to set up topics: " + e.getCause().getMessage(), e);
                }
                giveUpAfter(deadline, e.getCause().getMessage(), e);
            } catch (KafkaException e) {
                giveUpAfter(deadline, e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while setting up topics", e);
            }
        }
    }

    /**
     * As {@link #ensure}, for services that start before Kafka does: waits as long as it takes.
     *
     * @param client settings of the Kafka client
     * @param waiting told why, each time that it has not worked
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static void await(Map<String, Object> client, Topics topics, short replication, Consumer<String> waiting)
            throws InterruptedException {
        while (true) {
            try (Admin admin = Admin.create(client)) {
                ensure(admin, topics, replication);
                return;
            } catch (IllegalStateException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("stopped while waiting for Kafka");
                }
                waiting.accept(e.getMessage());
                TimeUnit.SECONDS.sleep(PAUSE_AFTER_REFUSAL);
            }
        }
    }

    /** A broker that has just started is "fenced": until its controller lets it in, Kafka calls every replication invalid. */
    private static boolean mayPass(Throwable refusal) {
        return refusal instanceof RetriableException || refusal instanceof InvalidReplicationFactorException;
    }

    private static void create(Admin admin, Map<String, NewTopic> wanted)
            throws ExecutionException, InterruptedException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = wanted.values().stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        LOG.log(Level.INFO, "creating {0} topics", missing.size());
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                created.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
    }

    private static boolean allHaveLeaders(Admin admin, Collection<String> names)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(names).allTopicNames().get().values().stream()
                .map(TopicDescription::partitions)
                .flatMap(List::stream)
                .allMatch(partition ->
                        partition.leader() != null && !partition.leader().isEmpty());
    }

    private static void giveUpAfter(long deadline, String trouble, Exception cause) {
        if (System.nanoTime() > deadline) {
            throw new IllegalStateException(
                    "topics cannot be set up: " + trouble + "; HINT: check that Kafka runs and is reached", cause);
        }
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while setting up topics", e);
        }
    }

    private static Map<String, NewTopic> wanted(Topics topics, short replication) {
        Map<String, NewTopic> wanted = new HashMap<>();
        for (EventType type : EventType.values()) {
            wanted.put(
                    topics.name(type), topic(topics.name(type), type.partitions(), replication, type.retentionDays()));
        }
        for (Role service : Role.values()) {
            if (service != Role.CLI) {
                String name = topics.deadLetter(service);
                wanted.put(name, topic(name, 1, replication, DEAD_LETTER_DAYS));
            }
        }
        return wanted;
    }

    private static NewTopic topic(String name, int partitions, short replication, int days) {
        Duration retention = Duration.ofDays(days);
        Duration segment = retention.dividedBy(4);
        Map<String, String> configs = Map.of(
                "cleanup.policy",
                "delete",
                "retention.ms",
                Long.toString(retention.toMillis()),
                // Kafka removes whole segments only: one must end well before its records are old
                "segment.ms",
                Long.toString(Math.min(segment.toMillis(), LONGEST_SEGMENT.toMillis())),
                "min.insync.replicas",
                replication >= 3 ? "2" : "1");
        return new NewTopic(name, partitions, replication).configs(configs);
    }
}
