package io.snapledger.restore.wiring;

import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventData;
import io.snapledger.events.EventSeal;
import io.snapledger.events.EventType;
import io.snapledger.events.Identities;
import io.snapledger.events.Outcome;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.Role;
import io.snapledger.events.StoreOutcome;
import io.snapledger.events.kafka.ControlReader;
import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;
import io.snapledger.events.kafka.Topics;
import io.snapledger.testkit.kafka.TestSeal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The ledger as a platform sees it; plays the scheduler for safety snapshots. */
public final class ObservedRestores implements AutoCloseable {

    private final List<EventData> heard = Collections.synchronizedList(new ArrayList<>());
    private final KafkaEventPublisher publisher;
    private final ControlReader reader;

    public ObservedRestores(String servers, String prefix) {
        Map<String, Object> kafka = Map.of("bootstrap.servers", servers);
        KafkaEventCodec codec = new KafkaEventCodec(
                new EventCodec(), new Topics(prefix), new EventSeal(() -> List.of(TestSeal.TOKEN, "another")));
        publisher = new KafkaEventPublisher(kafka, codec, Duration.ofSeconds(15));
        reader = new ControlReader(
                        kafka,
                        "observer",
                        new Topics(prefix),
                        List.of(
                                EventType.RESTORE_PLANNED,
                                EventType.RESTORE_COMPLETED,
                                EventType.RESTORE_FAILED,
                                EventType.BACKUP_TRIGGERED),
                        codec,
                        Optional.empty(),
                        this::hear)
                .start();
        try {
            reader.ready().toCompletableFuture().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    public void publish(Event<?> event) {
        publisher.publish(event);
    }

    private void hear(Event<?> event) {
        heard.add(event.data());
        if (event.data() instanceof BackupTriggered trigger) {
            String backup =
                    Identities.triggeredBackup("test", trigger.plan(), event.time(), event.source(), event.id());
            String store = trigger.stores().get(0);
            StoreOutcome outcome = new StoreOutcome(
                    store,
                    Identities.snapshot(backup, "test", store),
                    Outcome.COMPLETE,
                    "1-0000000000000007",
                    1,
                    null,
                    null,
                    1,
                    1,
                    0,
                    null,
                    Map.of());
            publisher.publish(Event.of(
                    Role.SCHEDULER,
                    Clock.systemUTC().instant(),
                    new BackupCompleted(
                            backup, trigger.plan(), Outcome.COMPLETE, List.of(outcome), event.time(), event.time())));
        }
    }

    public Optional<RestorePlanned> planned(String restore) {
        return all(RestorePlanned.class).stream()
                .filter(event -> event.restore().equals(restore))
                .findFirst();
    }

    /** How it ended, however often that was said. */
    public List<EventData> ends(String restore) {
        List<EventData> ends = new ArrayList<>(all(RestoreCompleted.class));
        ends.addAll(all(RestoreFailed.class));
        return ends.stream().filter(end -> end.subject().equals(restore)).toList();
    }

    public <T> List<T> all(Class<T> type) {
        synchronized (heard) {
            return heard.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    @Override
    public void close() {
        reader.close();
        publisher.close();
    }
}
