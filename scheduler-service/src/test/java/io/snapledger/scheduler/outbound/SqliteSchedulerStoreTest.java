package io.snapledger.scheduler.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.BackupMissed;
import io.snapledger.events.Event;
import io.snapledger.events.Role;
import io.snapledger.scheduler.SchedulerState;
import io.snapledger.scheduler.SchedulerStore.Change;
import io.snapledger.scheduler.SchedulerStore.Outgoing;
import io.snapledger.scheduler.SchedulerStore.Refusal;
import io.snapledger.scheduler.States;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSchedulerStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final SchedulerState EMPTY = SchedulerState.startingAt(NOW);

    @TempDir
    Path directory;

    @Test
    void everyPhaseOfAStoreIsReadBackAsItWasSaved() {
        SchedulerState state = States.withEveryPhase();
        try (SqliteSchedulerStore store = open()) {
            assertThat(store.load()).isEmpty();
            store.save(change(EMPTY, state, List.of()));
        }
        try (SqliteSchedulerStore store = open()) {
            assertThat(store.load()).contains(state);
            assertThat(store.load().orElseThrow().open().keySet())
                    .containsExactlyElementsOf(state.open().keySet());
        }
    }

    @Test
    void stateOffsetsTriggersAndEffectsAreSavedTogether() {
        Event<?> missed = Event.of(Role.SCHEDULER, NOW, new BackupMissed("nightly", NOW, NOW, 1, "overlap", null));
        Outgoing publish = new Outgoing(0, missed, Optional.empty());
        Outgoing refuse = new Outgoing(0, missed, Optional.of(new Refusal("unknown-plan", "no")));
        try (SqliteSchedulerStore store = open()) {
            store.save(change(EMPTY, EMPTY, List.of(publish, refuse)));
        }
        try (SqliteSchedulerStore store = open()) {
            assertThat(store.clusterId()).contains("cluster-1");
            assertThat(store.offsets()).containsExactly(Map.entry(new TopicPartition("backup.triggered", 2), 17L));
            assertThat(store.isHandled("keptn#1")).isTrue();
            assertThat(store.isHandled("keptn#2")).isFalse();
            assertThat(store.isKnownBackup("20261121t000000z-abcdefghij")).isTrue();
            List<Outgoing> outbox = store.outbox(10);
            assertThat(outbox)
                    .extracting(Outgoing::refusal)
                    .containsExactly(Optional.empty(), Optional.of(new Refusal("unknown-plan", "no")));
            assertThat(outbox)
                    .allSatisfy(effect -> assertThat(effect.event().data()).isEqualTo(missed.data()));
            store.executed(outbox.subList(0, 1));
            assertThat(store.outbox(10)).containsExactly(outbox.get(1));
        }
    }

    @Test
    void aChangeThatCannotBeSavedWholeIsNotSavedAtAll() {
        Event<?> broken = Event.of(Role.SCHEDULER, NOW, new BackupMissed("No Name", NOW, NOW, 1, "overlap", null));
        try (SqliteSchedulerStore store = open()) {
            assertThatThrownBy(() -> store.save(
                            change(EMPTY, States.withEveryPhase(), List.of(new Outgoing(0, broken, Optional.empty())))))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(store.load()).isEmpty();
            assertThat(store.offsets()).isEmpty();
            assertThat(store.isHandled("keptn#1")).isFalse();
        }
    }

    @Test
    void offsetsOfAnotherClusterAreForgotten() {
        try (SqliteSchedulerStore store = open()) {
            store.save(change(EMPTY, EMPTY, List.of()));
            store.save(new Change(
                    "cluster-2",
                    Map.of(new TopicPartition("dump.failed", 0), 1L),
                    EMPTY,
                    EMPTY,
                    Map.of(),
                    List.of(),
                    NOW));

            assertThat(store.offsets()).containsOnlyKeys(new TopicPartition("dump.failed", 0));
        }
    }

    @Test
    void triggersAreForgottenAfterTheirTime() {
        try (SqliteSchedulerStore store = open()) {
            store.save(change(EMPTY, EMPTY, List.of()));
            store.forgetTriggersBefore(NOW);
            assertThat(store.isHandled("keptn#1")).isTrue();
            store.forgetTriggersBefore(NOW.plusMillis(1));
            assertThat(store.isHandled("keptn#1")).isFalse();
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws Exception {
        Files.writeString(directory.resolve("state.db"), "something else, and long enough to be taken for a header");

        assertThatThrownBy(this::open).isInstanceOf(IllegalStateException.class).hasMessageContaining("state.db");
    }

    private SqliteSchedulerStore open() {
        return new SqliteSchedulerStore(directory.resolve("state.db"));
    }

    private static Change change(SchedulerState before, SchedulerState after, List<Outgoing> effects) {
        return new Change(
                "cluster-1",
                Map.of(new TopicPartition("backup.triggered", 2), 17L),
                before,
                after,
                Map.of("keptn#1", "20261121t000000z-abcdefghij"),
                effects,
                NOW);
    }
}
