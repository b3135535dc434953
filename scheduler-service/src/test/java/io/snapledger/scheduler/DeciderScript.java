package io.snapledger.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.BackupCancelled;
import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpProgress;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.Identities;
import io.snapledger.events.ManifestReference;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.Outcome;
import io.snapledger.events.Role;
import io.snapledger.events.SchedulerTick;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.events.StoreOutcome;
import io.snapledger.events.TriggerReason;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Plays events to a decider and keeps what it wants done; its steps read like what happens. */
final class DeciderScript {

    static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
    static final String INSTALLATION = "test-installation";
    private static final String SHA = "0".repeat(64);

    final List<Effect.Reject> rejected = new ArrayList<>();
    final Set<String> remembered = new HashSet<>();
    private final List<EventData> published = new ArrayList<>();
    private final List<Event<?>> publishedEvents = new ArrayList<>();
    private final List<Event<?>> log = new ArrayList<>();
    private final BackupDecider decider;
    private final Timing timing = Timing.DEFAULT;
    private Instant now = START;
    SchedulerState state = SchedulerState.startingAt(START);
    String backup;

    DeciderScript(Plan... plans) {
        this.decider = new BackupDecider(INSTALLATION, new Plans(List.of(plans), List.of()), Timing.DEFAULT);
    }

    static Plan plan(String name, Overlap overlap, int attempts, List<String> repositories, String... stores) {
        return new Plan(
                name,
                Optional.of(CronSchedule.of("@hourly", "UTC")),
                List.of(stores).stream()
                        .map(store -> new Plan.PlanStore(store, store.startsWith("git") ? "files" : "postgresql"))
                        .toList(),
                repositories,
                overlap,
                true,
                attempts,
                Duration.ofHours(6),
                Duration.ofHours(12));
    }

    static Plan nightly(String... stores) {
        return plan("nightly", Overlap.SKIP, 3, List.of("main"), stores);
    }

    /** Everything that was read or published. */
    List<Event<?>> log() {
        return List.copyOf(log);
    }

    DeciderScript read(Event<?> event) {
        log.add(event);
        boolean seen = Triggers.triggerOf(event).filter(remembered::contains).isPresent();
        Decision decision = decider.decide(state, event, seen);
        state = decision.state();
        for (Effect effect : decision.effects()) {
            if (effect instanceof Effect.Publish publish) {
                published.add(publish.event().data());
                publishedEvents.add(publish.event());
                log.add(publish.event());
            } else if (effect instanceof Effect.Remember remember) {
                remembered.add(remember.trigger());
            } else if (effect instanceof Effect.Reject reject) {
                rejected.add(reject);
            }
        }
        return this;
    }

    /** A foreign platform asks for a backup. */
    DeciderScript triggered(String platform, String id) {
        return triggered(
                platform,
                id,
                new BackupTriggered("nightly", TriggerReason.EVENT, null, List.of(), List.of(), null, null));
    }

    DeciderScript triggered(String platform, String id, BackupTriggered request) {
        Event<BackupTriggered> event = new Event<>(id, platform, now.plusSeconds(1), request, Map.of());
        backup = Triggers.backupOf(INSTALLATION, event, request);
        return read(event);
    }

    DeciderScript due(String plan, Instant dueAt) {
        BackupTriggered request =
                new BackupTriggered(plan, TriggerReason.SCHEDULE, dueAt, List.of(), List.of(), null, null);
        Event<BackupTriggered> event = Event.of(Role.SCHEDULER, now, request);
        backup = Triggers.backupOf(INSTALLATION, event, request);
        return read(event);
    }

    DeciderScript started(String store, int number, long claim) {
        return by(
                Role.DUMP, new DumpStarted(backup, snapshot(store), store, attempt(number, claim), "worker-" + claim));
    }

    DeciderScript heart(String store, int number, long claim) {
        return by(
                Role.DUMP,
                new DumpProgress(
                        backup,
                        snapshot(store),
                        store,
                        attempt(number, claim),
                        "worker-" + claim,
                        0,
                        "dumping",
                        1,
                        1,
                        0));
    }

    DeciderScript sealed(String store, int number, long claim) {
        return by(
                Role.DUMP,
                new DumpCompleted(
                        order(store),
                        new SealedContent(
                                attempt(number, claim),
                                "epoch",
                                new ManifestReference(1, 1, 1, SHA),
                                new ObjectReference(1, SHA),
                                List.of(),
                                List.of(),
                                1,
                                100,
                                10,
                                1,
                                0,
                                null,
                                "16",
                                "16",
                                START,
                                START),
                        "worker-" + claim,
                        List.of(),
                        List.of(),
                        List.of()));
    }

    private SnapshotOrder order(String store) {
        return new SnapshotOrder(
                backup, snapshot(store), "nightly", store, "postgresql", List.of("main"), List.of(store), START, null);
    }

    DeciderScript failed(String store, int number, long claim, String reason, boolean retryable) {
        return by(Role.DUMP, failure(store, attempt(number, claim), reason, retryable, false));
    }

    private DumpFailed failure(String store, String attempt, String reason, boolean retryable, boolean isFinal) {
        return new DumpFailed(order(store), attempt, reason, "it broke", retryable, isFinal);
    }

    DeciderScript committed(String store, String repository, int number, long claim) {
        return by(
                Role.STORAGE,
                new UploadFinished(
                        backup,
                        snapshot(store),
                        "nightly",
                        store,
                        repository,
                        attempt(number, claim),
                        100,
                        10,
                        0,
                        null,
                        now));
    }

    /** Committed, although something of the store was missed. */
    DeciderScript committedInPart(String store, int number, long claim, long missed) {
        return by(
                Role.STORAGE,
                new UploadFinished(
                        backup,
                        snapshot(store),
                        "nightly",
                        store,
                        "main",
                        attempt(number, claim),
                        100,
                        10,
                        missed,
                        "0 objects",
                        now));
    }

    /** A worker that will not make it says so without a claim. */
    DeciderScript refused(String store, String reason) {
        return by(Role.DUMP, failure(store, null, reason, false, false));
    }

    DeciderScript notUploaded(String store, String repository, String attempt, String reason, String decision) {
        return by(
                Role.STORAGE,
                new UploadFailed(backup, snapshot(store), store, repository, attempt, reason, "no", decision));
    }

    DeciderScript aborted(String store) {
        return notUploaded(store, "main", "-", "aborted", "ABORTED");
    }

    DeciderScript cancelled() {
        return by(Role.CLI, new BackupCancelled(backup, "nightly", "wrong day", "ada", null));
    }

    DeciderScript by(Role role, EventData data) {
        return read(Event.of(role, now, data));
    }

    /** Time passes with all its ticks. */
    DeciderScript pass(Duration time) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            tick(timing.tick());
        }
        return this;
    }

    /** Time passes, and there is one tick at its end: a gap. */
    DeciderScript tick(Duration step) {
        now = now.plus(step);
        return by(Role.SCHEDULER, new SchedulerTick("-", now));
    }

    /** Time passes while a worker lives. */
    DeciderScript passWithHearts(Duration time, String store, int number, long claim) {
        Instant end = now.plus(time);
        while (now.isBefore(end)) {
            tick(timing.tick());
            heart(store, number, claim);
        }
        return this;
    }

    static String attempt(int number, long claim) {
        return Identities.attempt(number, claim);
    }

    String snapshot(String store) {
        return Identities.snapshot(backup, INSTALLATION, store);
    }

    Instant now() {
        return now;
    }

    <D extends EventData> List<D> published(Class<D> type) {
        return published.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<String> publishedIds() {
        return publishedEvents.stream().map(Event::id).toList();
    }

    List<Integer> requestedNumbers(String store) {
        return published(DumpRequested.class).stream()
                .filter(request -> request.store().equals(store))
                .map(DumpRequested::number)
                .toList();
    }

    List<String> finalReasons() {
        return published(DumpFailed.class).stream()
                .filter(DumpFailed::isFinal)
                .map(DumpFailed::reason)
                .toList();
    }

    BackupCompleted result() {
        List<BackupCompleted> results = published(BackupCompleted.class);
        assertThat(results).as("backup.completed").hasSize(1);
        return results.get(0);
    }

    StoreOutcome resultOf(String store) {
        return result().stores().stream()
                .filter(outcome -> outcome.store().equals(store))
                .findFirst()
                .orElseThrow();
    }

    DeciderScript isOpen() {
        assertThat(published(BackupCompleted.class)).as("backup.completed").isEmpty();
        assertThat(state.open()).containsKey(backup);
        return this;
    }

    DeciderScript ended(Outcome outcome) {
        assertThat(result().outcome()).isEqualTo(outcome);
        assertThat(state.open()).doesNotContainKey(backup);
        return this;
    }
}
