package io.snapledger.scheduler.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.BackupMissed;
import io.snapledger.events.Event;
import io.snapledger.events.Role;
import io.snapledger.scheduler.SchedulerState;
import io.snapledger.scheduler.SchedulerStore.Change;
import io.snapledger.scheduler.SchedulerStore.Outgoing;
import io.snapledger.scheduler.States;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the scheduler has saved once is read by every later one: a golden database is never changed, a new form is a new file. */
class GoldenDatabaseTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/scheduler-1.sqlite");
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    @TempDir
    Path directory;

    @Test
    void theGoldenDatabaseIsReadAsItWasSaved() throws Exception {
        Path copy = Files.copy(GOLDEN, directory.resolve("scheduler.sqlite"));

        try (SqliteSchedulerStore store = new SqliteSchedulerStore(copy)) {
            assertThat(store.load()).contains(States.withEveryPhase());
            assertThat(store.clusterId()).contains("cluster-1");
            assertThat(store.offsets()).containsExactly(Map.entry(new TopicPartition("backup.triggered", 2), 17L));
            assertThat(store.backupOf("keptn#1")).contains("20261121t000000z-abcdefghij");
            assertThat(store.outbox(10))
                    .singleElement()
                    .satisfies(outgoing -> assertThat(outgoing.event().data()).isEqualTo(missed().data()));
        }
    }

    private static Event<?> missed() {
        return Event.of(Role.SCHEDULER, NOW, new BackupMissed("nightly", NOW, NOW, 1, "overlap", null));
    }

    /** With -Dwrite=golden: makes the golden database if there is none; never touches one that is there. */
    @Test
    @EnabledIfSystemProperty(named = "write", matches = "golden")
    void writeIt() throws Exception {
        assertThat(GOLDEN).doesNotExist();
        Files.createDirectories(GOLDEN.getParent());
        try (SqliteSchedulerStore store = new SqliteSchedulerStore(GOLDEN)) {
            store.save(new Change(
                    "cluster-1",
                    Map.of(new TopicPartition("backup.triggered", 2), 17L),
                    SchedulerState.startingAt(NOW),
                    States.withEveryPhase(),
                    Map.of("keptn#1", "20261121t000000z-abcdefghij"),
                    List.of(new Outgoing(0, missed(), Optional.empty())),
                    NOW));
        }
    }
}
