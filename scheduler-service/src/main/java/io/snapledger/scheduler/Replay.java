package io.snapledger.scheduler;

import io.snapledger.events.BackupCancelled;
import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpProgress;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.Identities;
import io.snapledger.events.Outcome;
import io.snapledger.events.Role;
import io.snapledger.events.SchedulerTick;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The state rebuilt from the whole log. Topics are read side by side, so a backup's end may be read before its plan:
 * nothing is decided until everything is read. Then ended backups are only remembered, open ones are taken up where the
 * log leaves them, and what the log says already is not published again.
 *
 * <p>A trigger without a plan in the log was either handled (refused, or left out for an overlap) or never read. The
 * scheduler that lived then tells: if it gave a sign of life well after the trigger, it had handled it.
 */
final class Replay {

    private static final Duration SURELY_HANDLED = Duration.ofMinutes(1);

    /** Where the events of a replay are decided. */
    interface Target {

        SchedulerState state();

        boolean isHandled(String trigger);

        void remember(String trigger, String backup);

        /** @param alreadyPublished identities of events that are not to be published */
        void decide(Event<?> event, Set<String> alreadyPublished);
    }

    private record Recorded(Event<?> event, Instant at) {}

    private final String installation;
    private final Plans plans;
    private final Map<String, Recorded> triggers = new LinkedHashMap<>();
    private final Map<String, Event<?>> planned = new LinkedHashMap<>();
    private final Map<String, String> backupByTrigger = new LinkedHashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Map<String, Map<String, Event<?>>> eventsByBackup = new HashMap<>();
    private Instant lastSign = Instant.MIN;

    Replay(String installation, Plans plans) {
        this.installation = installation;
        this.plans = plans;
    }

    /** @param at timestamp of the record */
    void add(Event<?> event, Instant at) {
        EventData data = event.data();
        boolean ours = event.source().equals(Role.SCHEDULER.source());
        if (ours && !(data instanceof BackupTriggered) && at.isAfter(lastSign)) {
            lastSign = at;
        }
        if (data instanceof SchedulerTick) {
            return;
        } else if (data instanceof BackupTriggered) {
            triggers.putIfAbsent(event.identity(), new Recorded(event, at));
        } else if (data instanceof BackupPlanned plan) {
            backupByTrigger.put(plan.trigger(), plan.backup());
            if (!ended.contains(plan.backup())) {
                planned.put(plan.backup(), event);
            }
        } else if (data instanceof BackupCompleted completed) {
            ended.add(completed.backup());
            planned.remove(completed.backup());
            eventsByBackup.remove(completed.backup());
        } else {
            keep(event, data);
        }
    }

    private void keep(Event<?> event, EventData data) {
        String backup = data instanceof BackupCancelled cancelled ? cancelled.backup() : Events.backupOf(data);
        if (!ended.contains(backup)) {
            // Of an attempt's hearts the last one is enough.
            String key =
                    data instanceof DumpProgress heart ? "heart " + heart.attempt() + data.subject() : event.identity();
            eventsByBackup.computeIfAbsent(backup, any -> new LinkedHashMap<>()).put(key, event);
        }
    }

    /** Everything is read: takes up what is open, then handles the triggers that nobody has handled. */
    void finish(Target target) {
        backupByTrigger.forEach((trigger, backup) -> {
            if (!planned.containsKey(backup)) {
                target.remember(trigger, backup);
            }
        });
        for (Event<?> plan : inOrder(planned.values())) {
            takeUp(target, ((BackupPlanned) plan.data()).backup(), plan);
        }
        // Backups that an older state knows and this log does not announce.
        for (String backup : List.copyOf(target.state().open().keySet())) {
            if (ended.contains(backup)) {
                target.decide(endOf(target.state().open().get(backup)), Set.of());
            } else if (!planned.containsKey(backup)) {
                eventsOf(backup).forEach(event -> target.decide(event, Set.of()));
            }
        }
        triggers.values().stream()
                .sorted(Comparator.comparing(Recorded::at))
                .forEach(trigger -> handle(target, trigger));
    }

    private void takeUp(Target target, String backup, Event<?> plan) {
        List<Event<?>> events = eventsOf(backup);
        Set<String> published = events.stream().map(Event::identity).collect(Collectors.toCollection(HashSet::new));
        published.add(plan.identity());
        target.decide(plan, published);
        events.forEach(event -> target.decide(event, published));
    }

    private void handle(Target target, Recorded recorded) {
        Event<?> trigger = recorded.event();
        BackupTriggered request = (BackupTriggered) trigger.data();
        String backup = Triggers.backupOf(installation, trigger, request);
        boolean unread =
                !recorded.at().isBefore(lastSign.equals(Instant.MIN) ? lastSign : lastSign.minus(SURELY_HANDLED));
        if (!unread && !mayHaveWaited(target, trigger, request) && !target.isHandled(trigger.identity())) {
            target.remember(trigger.identity(), backup);
        }
        if (!target.isHandled(trigger.identity())) {
            eventsOf(backup).forEach(event -> target.decide(event, Set.of())); // perhaps it was cancelled
        }
        target.decide(trigger, Set.of());
    }

    /** A scheduled run that waited for a backup which is still open waits on. */
    private boolean mayHaveWaited(Target target, Event<?> trigger, BackupTriggered request) {
        return Triggers.isScheduled(trigger, request)
                && plans.find(request.plan())
                        .filter(plan -> plan.overlap() == Overlap.QUEUE)
                        .isPresent()
                && target.state().open().values().stream()
                        .anyMatch(open -> open.plan().equals(request.plan())
                                && !open.plannedAt().isAfter(trigger.time()));
    }

    private List<Event<?>> eventsOf(String backup) {
        return inOrder(eventsByBackup.getOrDefault(backup, Map.of()).values());
    }

    private static Event<BackupCompleted> endOf(Backup backup) {
        return Event.of(
                Role.SCHEDULER,
                backup.plannedAt(),
                new BackupCompleted(
                        backup.id(), backup.plan(), Outcome.FAILED, List.of(), backup.plannedAt(), backup.plannedAt()));
    }

    /** Topics have no common order: attempts by number, each from request to answer; then what ends everything. */
    private static List<Event<?>> inOrder(Iterable<Event<?>> events) {
        List<Event<?>> sorted = new ArrayList<>();
        events.forEach(sorted::add);
        sorted.sort(Comparator.comparingLong((Event<?> event) -> rank(event.data()))
                .thenComparing(Event::time)
                .thenComparing(Event::identity));
        return sorted;
    }

    private static long rank(EventData data) {
        if (data instanceof DumpFailed failure && failure.isFinal() || data instanceof BackupCancelled) {
            return Long.MAX_VALUE - 2;
        }
        if (data instanceof UploadFinished || (data instanceof UploadFailed upload && isLast(upload))) {
            return Long.MAX_VALUE - 1;
        }
        return 10L * number(data) + step(data);
    }

    private static boolean isLast(UploadFailed upload) {
        return !upload.state().equals(Store.NOT_DECIDED) || !Identities.isAttempt(upload.attempt());
    }

    private static int number(EventData data) {
        if (data instanceof DumpRequested request) {
            return request.number();
        }
        String attempt = data.attemptPart();
        return Identities.isAttempt(attempt) ? Identities.attemptNumber(attempt) : 0;
    }

    private static int step(EventData data) {
        if (data instanceof DumpRequested) {
            return 0;
        } else if (data instanceof DumpStarted) {
            return 1;
        } else if (data instanceof DumpProgress) {
            return 2;
        } else if (data instanceof DumpCompleted) {
            return 3;
        }
        return data instanceof DumpFailed ? 4 : 5;
    }
}
