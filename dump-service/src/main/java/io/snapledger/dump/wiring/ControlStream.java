package io.snapledger.dump.wiring;

import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.events.kafka.ControlReader;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.TopicSetup;
import io.snapledger.events.kafka.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The control events, read by every replica without a group. Comes up in the background, whenever Kafka does. */
final class ControlStream implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ControlStream.class);
    private static final List<EventType> TYPES = List.of(
            EventType.DUMP_REQUESTED,
            EventType.DUMP_STARTED,
            EventType.DUMP_FAILED,
            EventType.BACKUP_CANCELLED,
            EventType.UPLOAD_FINISHED,
            EventType.UPLOAD_FAILED);

    private final Map<String, Object> kafka;
    private final Topics topics;
    private final ControlReader reader;
    private final CompletableFuture<Void> current = new CompletableFuture<>();
    private volatile Thread starter;
    private volatile boolean closed;

    ControlStream(
            Map<String, Object> kafka, Topics topics, KafkaEventCodec codec, Instant since, Consumer<Event<?>> view) {
        this.kafka = kafka;
        this.topics = topics;
        this.reader = new ControlReader(kafka, "dump-control", topics, TYPES, codec, Optional.of(since), view::accept);
    }

    /** Makes missing topics, reads what there is, then calls {@code caughtUp}. */
    void start(short replication, Runnable caughtUp) {
        starter = new Thread(
                () -> {
                    try {
                        TopicSetup.await(kafka, topics, replication, why -> LOG.warnf("waiting for Kafka: %s", why));
                        reader.start();
                        reader.caughtUp().toCompletableFuture().get();
                        caughtUp.run();
                        current.complete(null);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (ExecutionException | RuntimeException e) {
                        LOG.error("dump-service cannot read its control events; restart it", e);
                    }
                },
                "dump-start");
        starter.setDaemon(true);
        starter.start();
    }

    /** Why reading does not go on. */
    Optional<String> trouble() {
        return reader.trouble();
    }

    boolean isCurrent() {
        return current.isDone() && !closed;
    }

    void awaitCurrent() throws InterruptedException {
        try {
            current.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        closed = true;
        starter.interrupt();
        reader.close();
    }
}
