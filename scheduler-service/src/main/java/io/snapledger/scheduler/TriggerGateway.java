package io.snapledger.scheduler;

import io.snapledger.events.BackupCancelled;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Caller;
import io.snapledger.events.Event;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.EventType;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.events.Role;
import io.snapledger.events.TriggerReason;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Where triggers and cancellations come in from outside. Each method returns once Kafka has the event, and lets {@link
 * EventPublishException} through if the broker did not acknowledge it; whether the event counts is unknown then.
 */
public final class TriggerGateway {

    /** The events that platforms may send. */
    public static final Set<EventType> ACCEPTED = Set.of(EventType.BACKUP_TRIGGERED, EventType.BACKUP_CANCELLED);

    private static final int REMEMBERED = 1000;

    private final Plans plans;
    private final String installation;
    private final EventPublisher ledger;
    private final InstantSource clock;
    private final Supplier<SchedulerState> state;
    private final SchedulerStore store;

    /** The backups of the last triggers, since the scheduler reads what is accepted here a moment later. */
    private final Map<String, String> accepted = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    public TriggerGateway(
            Plans plans,
            String installation,
            EventPublisher ledger,
            InstantSource clock,
            Supplier<SchedulerState> state,
            SchedulerStore store) {
        this.plans = plans;
        this.installation = installation;
        this.ledger = ledger;
        this.clock = clock;
        this.state = state;
        this.store = store;
    }

    /**
     * What was accepted.
     *
     * @param backup id of the backup that it makes or concerns
     * @param plan its plan
     * @param event id of the event in the ledger
     * @param leftOut stores of the plan that were not asked for: with any, it does not count as the plan's backup
     */
    public record Accepted(String backup, String plan, String event, List<String> leftOut) {}

    /**
     * A person asks for a backup; every call makes one.
     *
     * @param stores only these; empty for all of the plan
     * @param excluded not these
     */
    public Accepted trigger(
            @Nullable String plan,
            List<String> stores,
            List<String> kinds,
            List<String> excluded,
            @Nullable String repository,
            @Nullable String requestedBy,
            Caller caller)
            throws RefusedTriggerException {
        String of = plan == null ? onlyPlan() : plan;
        List<String> chosen = excluded.isEmpty() ? stores : plans.without(excluded, of, stores, kinds);
        BackupTriggered request = new BackupTriggered(
                of, TriggerReason.MANUAL, null, chosen, kinds, repository, requestedBy, caller, null);
        String id = EventType.BACKUP_TRIGGERED.topic() + ":" + request.plan() + ":-:" + UUID.randomUUID();
        return trigger(new Event<>(id, Role.SCHEDULER.source(), now(), request, Map.of()));
    }

    /** A platform asks for a backup; copies of one event make one. */
    public Accepted trigger(Event<BackupTriggered> trigger) throws RefusedTriggerException {
        Plans.Selection selection = plans.select(trigger.data());
        Triggers.requireNotAhead(trigger, trigger.data(), clock.instant());
        String backup = madeBy(trigger);
        ledger.publish(trigger);
        return new Accepted(backup, trigger.data().plan(), trigger.id(), selection.leftOut());
    }

    /** The first copy names the backup: a later one may be of another time, or of none. */
    private String madeBy(Event<BackupTriggered> trigger) {
        String made = Triggers.backupOf(installation, trigger, trigger.data());
        String first = store.backupOf(trigger.identity()).orElse(made);
        synchronized (accepted) {
            return accepted.computeIfAbsent(trigger.identity(), identity -> first);
        }
    }

    /** A person asks to stop a backup. */
    public Accepted cancel(String backup, String reason, @Nullable String requestedBy, Caller caller)
            throws RefusedCancelException {
        String plan = planOf(Identities.requireBackup(backup));
        return cancel(Event.of(Role.SCHEDULER, now(), new BackupCancelled(backup, plan, reason, requestedBy, caller)));
    }

    /** A platform asks to stop a backup, perhaps before its trigger was read. */
    public Accepted cancel(Event<BackupCancelled> cancelled) {
        ledger.publish(cancelled);
        return new Accepted(cancelled.data().backup(), cancelled.data().plan(), cancelled.id(), List.of());
    }

    /**
     * A platform sends an event of one of the {@link #ACCEPTED} types.
     *
     * @throws IllegalArgumentException if it is of another type
     */
    @SuppressWarnings("unchecked") // the data tells the type
    public Accepted accept(Event<?> event) throws RefusedTriggerException {
        if (event.data() instanceof BackupTriggered) {
            return trigger((Event<BackupTriggered>) event);
        } else if (event.data() instanceof BackupCancelled) {
            return cancel((Event<BackupCancelled>) event);
        }
        throw new IllegalArgumentException("events of type " + event.type().ceType() + " are not for the scheduler");
    }

    private String planOf(String backup) throws RefusedCancelException {
        SchedulerState now = state.get();
        Backup open = now.open().get(backup);
        if (open != null) {
            return open.plan();
        }
        for (QueuedRun run : now.queued()) {
            if (run.backup().equals(backup)) {
                return run.trigger().data().plan();
            }
        }
        throw store.isKnownBackup(backup)
                ? new RefusedCancelException(true, "backup " + backup + " is not open any more")
                : new RefusedCancelException(false, "there is no backup " + backup + " here");
    }

    private String onlyPlan() throws RefusedTriggerException {
        Collection<Plan> all = plans.all();
        if (all.size() != 1) {
            throw new RefusedTriggerException(
                    "no-plan",
                    "no plan is named and there are " + all.size() + "; name one of "
                            + all.stream().map(Plan::name).toList());
        }
        return all.iterator().next().name();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
