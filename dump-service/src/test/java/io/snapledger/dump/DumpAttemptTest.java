package io.snapledger.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.dump.DumpAttempt.Surroundings;
import io.snapledger.dump.staging.StagedAttempt;
import io.snapledger.dump.staging.Staging;
import io.snapledger.events.BackupCancelled;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpProgress;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.FailureCode;
import io.snapledger.events.Role;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of an attempt with time in the test's hand, and work that does what the test says. */
class DumpAttemptTest {

    private static final String MINE = "1-0000000000000001";
    private static final String OTHER = "1-0000000000000002";
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock(Requests.DUE);
    private final LedgerDouble ledger = new LedgerDouble();
    private final ControlView control = new ControlView();
    private final RunningAttempts running = new RunningAttempts(control);
    private final DumpEvents events = new DumpEvents("a", clock);
    private final Event<DumpRequested> request = Requests.of("orders", 1, Requests.DUE);
    private Outbox outbox;
    private Staging staging;
    private StagedAttempt staged;
    private Surroundings around;

    @BeforeEach
    void open() throws IOException {
        ledger.readBy(control::accept);
        outbox = new Outbox(ledger);
        staging = Staging.open(directory, 1 << 20, Duration.ofMinutes(15), clock);
        staged = staging.begin(request, MINE);
        DumpSettings settings = new DumpSettings(
                "test", "test", 2, HEARTBEAT, HEARTBEAT, Duration.ofMinutes(1), Duration.ofHours(24), 1 << 16, 1, 1);
        SealedAttempts sealed = new SealedAttempts(
                staging,
                name -> new BackendRepository(name, new MemoryBackend()),
                outbox,
                events,
                control,
                settings,
                clock);
        around = new Surroundings(staging, control, running, sealed, outbox, events, new LastDumps(), HEARTBEAT);
    }

    @AfterEach
    void close() throws IOException {
        outbox.close();
        staging.close();
    }

    @Test
    void theFirstClaimWinsAndItsDumpIsCompleted() throws Exception {
        Thread thread = start(work());
        claim(MINE);
        claim(OTHER);

        thread.join(10_000);

        await().until(() -> ledger.all(DumpCompleted.class).size() == 1);
        assertThat(ledger.all(DumpCompleted.class).get(0).attempt()).isEqualTo(MINE);
        assertThat(ledger.all(DumpFailed.class)).isEmpty();
        assertThat(staged.end()).map(Event::data).containsInstanceOf(DumpCompleted.class);
        assertThat(running.all()).isEmpty();
    }

    @Test
    void aLostClaimEndsSilentlyBeforeAnyToolRuns() throws Exception {
        ScriptedWork work = work();
        Thread thread = start(work);
        claim(OTHER);
        claim(MINE);

        thread.join(10_000);

        assertThat(work.began.getCount()).isEqualTo(1);
        assertThat(ledger.ids()).hasSize(2);
        assertNothingLeft();
    }

    @Test
    void theHeartBeatsWhileTheWorkIsStillAndStopsWhenTheThreadIsGone() throws Exception {
        ScriptedWork work = work().waiting();
        Thread thread = start(work);
        claim(MINE);
        work.began.await();

        for (int i = 0; i < 30; i++) {
            running.tick(clock.instant());
            awaitSent();
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(ledger.all(DumpProgress.class))
                .extracting(DumpProgress::index)
                .containsExactly(0, 1, 2);

        work.go.countDown();
        thread.join(10_000);
        clock.pass(HEARTBEAT);
        running.tick(clock.instant());
        await().until(() -> ledger.all(DumpCompleted.class).size() == 1);
        assertThat(ledger.all(DumpProgress.class)).hasSize(3);
    }

    @Test
    void theDeadlineStopsTheWork() throws Exception {
        ScriptedWork work = work().waiting();
        Thread thread = start(work);
        claim(MINE);
        work.began.await();

        clock.pass(Duration.ofHours(1).plusSeconds(1));
        running.tick(clock.instant());

        thread.join(10_000);
        assertFailed(FailureCode.DEADLINE);
    }

    @Test
    void aNewerAttemptStopsTheWork() throws Exception {
        ScriptedWork work = work().waiting();
        Thread thread = start(work);
        claim(MINE);
        work.began.await();

        ledger.publish(Requests.of("orders", 2, Requests.DUE));

        thread.join(10_000);
        assertFailed(FailureCode.SUPERSEDED);
    }

    @Test
    void aCancelledBackupStopsTheWork() throws Exception {
        ScriptedWork work = work().waiting();
        Thread thread = start(work);
        claim(MINE);
        work.began.await();

        ledger.publish(Event.of(
                Role.SCHEDULER,
                Requests.DUE,
                new BackupCancelled(request.data().backup(), "nightly", "wrong night", null, null)));

        thread.join(10_000);
        assertFailed(FailureCode.CANCELLED);
    }

    @Test
    void workThatDoesNotListenIsInterruptedAgainAndItsHeartGoesOn() throws Exception {
        ScriptedWork work = work().deafFor(2);
        Thread thread = start(work);
        claim(MINE);
        work.began.await();
        clock.pass(Duration.ofHours(1).plusSeconds(1));

        await().pollInterval(Duration.ofMillis(20)).until(() -> {
            running.tick(clock.instant());
            clock.pass(Duration.ofSeconds(6));
            return !thread.isAlive();
        });

        assertThat(work.interrupts).isEqualTo(3);
        assertThat(ledger.all(DumpProgress.class)).isNotEmpty();
        assertFailed(FailureCode.DEADLINE);
    }

    @Test
    void aBrokerThatIsAwayStopsNothing() throws Exception {
        ScriptedWork work = work().waiting();
        Thread thread = start(work);
        claim(MINE);
        work.began.await();
        ledger.away(true);
        for (int i = 0; i < 600; i++) {
            running.tick(clock.instant());
            clock.pass(Duration.ofSeconds(1));
        }
        work.go.countDown();
        thread.join(10_000);
        assertThat(ledger.all(DumpCompleted.class)).isEmpty();
        assertThat(outbox.size()).isLessThan(5);

        ledger.away(false);

        await().until(() -> ledger.all(DumpCompleted.class).size() == 1);
    }

    @Test
    void theReasonOfTheStoreReachesTheLedgerAndNothingStays() throws Exception {
        Thread thread = start(work().failing(new StoreException(
                StoreException.Reason.TOOL_MISSING, "pg_dump is not installed", "install postgresql-client")));
        claim(MINE);

        thread.join(10_000);

        assertFailed(FailureCode.TOOL_NOT_FOUND);
        assertThat(ledger.all(DumpFailed.class).get(0).message())
                .isEqualTo("pg_dump is not installed; HINT: install postgresql-client");
        assertThat(ledger.all(DumpFailed.class).get(0).retryable()).isFalse();
    }

    @Test
    void aFailureThatTheBrokerDidNotHearOfIsInTheJournal() throws Exception {
        Thread thread = start(work().failing(new IOException("disk broken")));
        claim(MINE);
        ledger.away(true);
        thread.join(10_000);

        outbox.close();
        staging.close();
        staging = Staging.open(directory, 1 << 20, Duration.ofMinutes(15), clock);

        assertThat(staging.attempts().get(0).end()).map(Event::data).containsInstanceOf(DumpFailed.class);
    }

    @Test
    void anErrorOfTheJvmIsAFailureToo() throws Exception {
        Thread thread = start(work().failing(new OutOfMemoryError("Java heap space")));
        claim(MINE);

        thread.join(10_000);

        assertFailed(FailureCode.INTERNAL);
    }

    private ScriptedWork work() {
        return new ScriptedWork(request.data(), MINE);
    }

    private Thread start(ScriptedWork work) {
        Thread thread = new Thread(new DumpAttempt(staged, work, around));
        thread.start();
        return thread;
    }

    private void claim(String attempt) {
        DumpRequested asked = request.data();
        ledger.publish(Event.of(
                Role.DUMP,
                Requests.DUE,
                new DumpStarted(asked.backup(), asked.snapshot(), asked.store(), attempt, "a")));
    }

    private void awaitSent() {
        await().pollInterval(Duration.ofMillis(5)).until(() -> outbox.size() == 0);
    }

    private void assertFailed(FailureCode reason) {
        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(ledger.all(DumpFailed.class).get(0).reason()).isEqualTo(reason.code());
        assertThat(ledger.all(DumpFailed.class).get(0).isFinal()).isFalse();
        assertThat(ledger.all(DumpCompleted.class)).isEmpty();
        assertNothingLeft();
    }

    private void assertNothingLeft() {
        await().untilAsserted(() -> {
            try (Stream<Path> left = Files.list(directory)) {
                assertThat(left).containsExactly(directory.resolve("lock"));
            }
        });
    }
}
