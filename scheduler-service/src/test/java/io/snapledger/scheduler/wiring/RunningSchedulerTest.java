package io.snapledger.scheduler.wiring;

import static io.snapledger.scheduler.wiring.ObservedLedger.trigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.Identities;
import io.snapledger.events.Outcome;
import io.snapledger.events.Role;
import io.snapledger.events.SchedulerTick;
import io.snapledger.scheduler.Backup;
import io.snapledger.scheduler.Overlap;
import io.snapledger.scheduler.Plan;
import io.snapledger.scheduler.Plans;
import io.snapledger.scheduler.RefusedTriggerException;
import io.snapledger.scheduler.SchedulerState;
import io.snapledger.scheduler.SchedulerStore;
import io.snapledger.scheduler.SchedulerStore.Change;
import io.snapledger.scheduler.SchedulerStore.Outgoing;
import io.snapledger.scheduler.Timing;
import io.snapledger.scheduler.outbound.SqliteSchedulerStore;
import io.snapledger.testkit.kafka.TestSeal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scheduler on a real broker, with the test as platforms, dump-service and storage-service. */
class RunningSchedulerTest {

    private static final Timing QUICK = new Timing(
            Duration.ofMillis(200),
            Duration.ofSeconds(3),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMillis(200));

    @TempDir
    Path directory;

    private ObservedLedger ledger;
    private final List<RunningScheduler> running = new ArrayList<>();

    @BeforeEach
    void open() {
        ledger = new ObservedLedger();
    }

    @AfterEach
    void close() {
        running.forEach(RunningScheduler::close);
        ledger.close();
    }

    @Test
    void oneEventSentAHundredTimesIsOneBackupAndTwoPlatformsAreTwo() throws Exception {
        RunningScheduler scheduler = start("one");
        for (int i = 0; i < 50; i++) {
            ledger.publish(trigger("keptn", "1", "nightly"));
            scheduler.gateway().trigger(trigger("keptn", "1", "nightly"));
        }
        ledger.publish(trigger("argo", "1", "nightly"));

        eventually(() -> assertThat(ledger.all(BackupPlanned.class))
                .extracting(BackupPlanned::trigger)
                .contains("keptn#1", "argo#1"));
        eventually(() -> assertThat(ledger.all(BackupTriggered.class)).hasSize(101));
        untilAllIsRead();
        assertThat(ledger.all(BackupPlanned.class)).hasSize(2);
        assertThat(ledger.all(DumpRequested.class)).hasSize(4);
    }

    @Test
    void aTriggerFromTheFutureIsPutAsideOnceAndTheClockOfAPlatformMayBeALittleAhead() throws Exception {
        RunningScheduler scheduler = start("one");
        Instant now = Instant.now(Clock.systemUTC());
        Event<BackupTriggered> future =
                at(trigger("keptn", "future", "nightly"), Instant.parse("9999-01-01T00:00:00Z"));
        ledger.publish(future);
        ledger.publish(future);
        ledger.publish(at(trigger("keptn", "future", "nightly"), now)); // a copy that says another time
        ledger.publish(at(trigger("keptn", "ahead", "nightly"), now.plus(Duration.ofMinutes(3))));

        eventually(() -> assertThat(ledger.all(BackupPlanned.class))
                .extracting(BackupPlanned::trigger)
                .contains("keptn#ahead"));
        untilAllIsRead();
        assertThat(ledger.all(BackupPlanned.class)).hasSize(1);
        eventually(() -> assertThat(ledger.deadLetters()).hasSize(1));
        assertThat(ledger.deadLetters().get(0)).contains("time-ahead").contains("5 minutes");
        assertThatThrownBy(() -> scheduler.gateway().trigger(future))
                .isInstanceOf(RefusedTriggerException.class)
                .hasMessageContaining("9999-01-01");
    }

    private static Event<BackupTriggered> at(Event<BackupTriggered> trigger, Instant time) {
        return new Event<>(trigger.id(), trigger.source(), time, trigger.data(), trigger.extensions());
    }

    @Test
    void everyBackupEndsOnceStoreByStore() {
        start("one");
        ledger.publish(trigger("keptn", "1", "nightly"));
        eventually(() -> assertThat(ledger.all(DumpRequested.class)).hasSize(2));

        ledger.carryOut(ledger.all(DumpRequested.class).get(0));
        ledger.fail(ledger.all(DumpRequested.class).get(1));
        eventually(() -> assertThat(ledger.all(DumpFailed.class)).anyMatch(DumpFailed::isFinal));
        ledger.all(DumpFailed.class).stream().filter(DumpFailed::isFinal).forEach(ledger::abort);

        eventually(() -> assertThat(ledger.all(BackupCompleted.class)).hasSize(1));
        assertThat(ledger.all(BackupCompleted.class).get(0).outcome()).isEqualTo(Outcome.PARTIAL);
    }

    @Test
    void aSilentWorkerIsReplacedAndAHeartKeepsOneAlive() {
        start("one");
        ledger.publish(trigger("keptn", "1", "nightly"));
        eventually(() -> assertThat(ledger.all(DumpRequested.class)).hasSize(2));
        DumpRequested request = ledger.all(DumpRequested.class).get(0);

        ledger.publish(
                Role.DUMP,
                new DumpStarted(
                        request.backup(), request.snapshot(), request.store(), Identities.attempt(1, 7), "worker-1"));

        eventually(() -> assertThat(ledger.all(DumpRequested.class))
                .filteredOn(again -> again.number() == 2)
                .extracting(DumpRequested::snapshot)
                .containsExactly(request.snapshot()));
    }

    @Test
    void aTriggerForAnUnknownPlanIsPutAsideAndTheNextOneRuns() {
        start("one");
        ledger.publish(trigger("keptn", "1", "no-such-plan"));
        ledger.publish(trigger("keptn", "2", "nightly"));

        eventually(() -> assertThat(ledger.all(BackupPlanned.class))
                .extracting(BackupPlanned::trigger)
                .containsExactly("keptn#2"));
    }

    @Test
    void afterItsDatabaseIsLostTheSchedulerKnowsTheSameAndPlansNothingAnew() throws Exception {
        RunningScheduler first = start("one");
        for (String id : List.of("ends", "stays")) {
            ledger.publish(trigger("keptn", id, "nightly"));
        }
        eventually(() -> assertThat(ledger.all(DumpRequested.class)).hasSize(4));
        String ending = backup("keptn#ends");
        ledger.all(DumpRequested.class).stream()
                .filter(request -> request.backup().equals(ending))
                .forEach(ledger::carryOut);
        DumpRequested open = ledger.all(DumpRequested.class).stream()
                .filter(request -> !request.backup().equals(ending))
                .findFirst()
                .orElseThrow();
        ledger.fail(open);
        eventually(() -> assertThat(ledger.all(BackupCompleted.class)).hasSize(1));
        eventually(() -> assertThat(ledger.all(DumpFailed.class)).anyMatch(DumpFailed::isFinal));
        untilAllIsRead();
        Map<String, String> before = phases(first.state());
        first.close();
        deleteDatabase("one");
        int events = published();

        RunningScheduler second = start("one");
        eventually(() -> assertThat(second.isReady()).isTrue());
        ledger.publish(trigger("keptn", "ends", "nightly")); // copies come late
        ledger.publish(trigger("keptn", "stays", "nightly"));
        untilAllIsRead();

        assertThat(phases(second.state())).isEqualTo(before).hasSize(2);
        assertThat(published()).isEqualTo(events);
    }

    @Test
    void aTriggerThatCameWhileTheSchedulerWasDownIsPlannedAfterwards() {
        start("one").close();
        ledger.publish(trigger("keptn", "1", "nightly"));

        start("one");

        eventually(() -> assertThat(ledger.all(DumpRequested.class)).hasSize(2));
    }

    @Test
    void whatWasSavedAndNotPublishedBeforeACrashIsPublishedByTheNextStart() {
        Event<?> decided = Event.of(
                Role.SCHEDULER,
                Instant.parse("2026-11-21T00:00:00Z"),
                new BackupCompleted(
                        "20261121t000000z-abcdefghij",
                        "nightly",
                        Outcome.COMPLETE,
                        List.of(),
                        Instant.parse("2026-11-21T00:00:00Z"),
                        Instant.parse("2026-11-21T00:00:00Z")));
        SchedulerState nothing = SchedulerState.startingAt(Instant.parse("2026-11-21T00:00:00Z"));
        try (SchedulerStore store = new SqliteSchedulerStore(database("one"))) {
            store.save(new Change(
                    "",
                    Map.of(),
                    nothing,
                    nothing,
                    Map.of(),
                    List.of(new Outgoing(0, decided, Optional.empty())),
                    Instant.EPOCH));
        }

        start("one");

        eventually(() -> assertThat(ledger.identities(BackupCompleted.class)).containsExactly(decided.identity()));
    }

    @Test
    void twoSchedulersAtOnceMakeTheSameEvents() {
        start("one");
        start("two");
        for (int i = 0; i < 10; i++) {
            ledger.publish(trigger("keptn", "" + i, "nightly"));
        }
        eventually(() -> assertThat(ledger.identities(DumpRequested.class)).hasSize(20));
        ledger.all(DumpRequested.class).stream().distinct().forEach(ledger::carryOut);

        eventually(() -> assertThat(ledger.identities(BackupCompleted.class)).hasSize(10));
        untilAllIsRead();
        assertThat(ledger.identities(BackupPlanned.class)).hasSize(10);
        assertThat(ledger.identities(DumpRequested.class)).hasSize(20);
        assertThat(ledger.all(BackupCompleted.class))
                .extracting(BackupCompleted::outcome)
                .containsOnly(Outcome.COMPLETE);
        assertThat(running)
                .allSatisfy(scheduler -> assertThat(scheduler.state().open()).isEmpty());
    }

    private RunningScheduler start(String name) {
        Plan plan = new Plan(
                "nightly",
                Optional.empty(),
                List.of(new Plan.PlanStore("orders", "postgresql"), new Plan.PlanStore("config", "files")),
                List.of("main"),
                Overlap.SKIP,
                true,
                3,
                Duration.ofHours(6),
                Duration.ofHours(12));
        RunningScheduler scheduler = new RunningScheduler(
                        new RunningScheduler.Setup(
                                ledger.kafka,
                                ledger.topics,
                                TestSeal.SEAL,
                                (short) 1,
                                "test",
                                new Plans(List.of(plan), List.of()),
                                QUICK,
                                database(name),
                                Duration.ofSeconds(10)),
                        Clock.systemUTC())
                .start();
        running.add(scheduler);
        eventually(() -> assertThat(scheduler.isReady()).isTrue());
        return scheduler;
    }

    private Path database(String name) {
        return directory.resolve(name).resolve("state.db");
    }

    private void deleteDatabase(String name) throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private String backup(String trigger) {
        return ledger.all(BackupPlanned.class).stream()
                .filter(planned -> planned.trigger().equals(trigger))
                .map(BackupPlanned::backup)
                .findFirst()
                .orElseThrow();
    }

    private int published() {
        return ledger.all(BackupPlanned.class).size()
                + ledger.all(DumpRequested.class).size()
                + ledger.all(BackupCompleted.class).size();
    }

    /** Ticks that were published from now on have been read: so has everything before them, or a moment later. */
    private void untilAllIsRead() {
        int ticks = ledger.all(SchedulerTick.class).size();
        eventually(() -> assertThat(ledger.all(SchedulerTick.class)).hasSizeGreaterThan(ticks + 8));
    }

    private static Map<String, String> phases(SchedulerState state) {
        return state.open().values().stream()
                .map(Backup::stores)
                .flatMap(List::stream)
                .collect(Collectors.toMap(
                        store -> store.snapshot(),
                        store -> store.number() + " " + store.phase().word(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(assertion);
    }
}
