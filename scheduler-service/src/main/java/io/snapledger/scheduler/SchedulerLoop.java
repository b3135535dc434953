package io.snapledger.scheduler;

import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.events.SchedulerTick;
import io.snapledger.events.kafka.LedgerHandler;
import io.snapledger.events.kafka.LedgerPosition;
import io.snapledger.events.kafka.LedgerRecord;
import io.snapledger.scheduler.SchedulerStore.Change;
import io.snapledger.scheduler.SchedulerStore.Outgoing;
import io.snapledger.scheduler.SchedulerStore.Refusal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the ledger into the scheduler's state. What a batch changes, the offsets behind it and the effects it leads to
 * are saved together; the effects are executed afterwards, perhaps twice, which their ids make harmless.
 *
 * <p>Without offsets (first start, lost database, another Kafka) it first reads the whole log without acting, then acts
 * on what is still open: see {@link Replay}.
 */
public final class SchedulerLoop implements LedgerHandler, LedgerPosition {

    /** The topics to read: what others say of backups, and the scheduler's own words, for the rebuild. */
    public static final Set<EventType> READS = Set.of(
            EventType.BACKUP_TRIGGERED,
            EventType.BACKUP_PLANNED,
            EventType.BACKUP_CANCELLED,
            EventType.BACKUP_COMPLETED,
            EventType.DUMP_REQUESTED,
            EventType.DUMP_STARTED,
            EventType.DUMP_PROGRESS,
            EventType.DUMP_COMPLETED,
            EventType.DUMP_FAILED,
            EventType.UPLOAD_FINISHED,
            EventType.UPLOAD_FAILED,
            EventType.SCHEDULER_TICK);

    private static final Logger LOG = System.getLogger(SchedulerLoop.class.getName());

    private final BackupDecider decider;
    private final String installation;
    private final Plans plans;
    private final SchedulerStore store;
    private final InstantSource clock;
    private final Runnable effectsSaved;
    private final Instant startedAt;

    private final Map<TopicPartition, Long> offsets;
    private String clusterId;
    private volatile SchedulerState state;
    private Replay replay;
    private Instant replayEnds = Instant.MAX;

    /** @param effectsSaved called whenever there is something new in the outbox */
    public SchedulerLoop(
            String installation,
            Plans plans,
            Timing timing,
            SchedulerStore store,
            InstantSource clock,
            Runnable effectsSaved) {
        this.decider = new BackupDecider(installation, plans, timing);
        this.installation = installation;
        this.plans = plans;
        this.store = store;
        this.clock = clock;
        this.effectsSaved = effectsSaved;
        this.startedAt = clock.instant();
        this.state = store.load()
                .map(saved -> saved.resumedAt(startedAt))
                .orElseGet(() -> SchedulerState.startingAt(startedAt));
        this.offsets = new HashMap<>(store.offsets());
        this.clusterId = store.clusterId().orElse("");
    }

    /** What the scheduler knows at this moment. */
    public SchedulerState state() {
        return state;
    }

    @Override
    public synchronized Optional<String> clusterId() {
        return clusterId.isEmpty() ? Optional.empty() : Optional.of(clusterId);
    }

    @Override
    public synchronized Map<TopicPartition, Long> load() {
        return Map.copyOf(offsets);
    }

    @Override
    public synchronized void reset(String reason, String newClusterId) {
        LOG.log(Level.INFO, "the ledger is read from its beginning: {0}", reason);
        boolean running = replay == null && !clusterId.isEmpty();
        replay = new Replay(installation, plans);
        // While running nobody tells when the log is read: a tick that was published well after this tells it.
        replayEnds = running ? clock.instant().plusSeconds(30) : Instant.MAX;
        clusterId = newClusterId;
        offsets.clear();
    }

    @Override
    public void gap(TopicPartition partition, long expected, long found) {
        LOG.log(
                Level.WARNING,
                "the ledger has a gap in {0}: offset {1} was next, {2} is the first that is left",
                partition,
                expected,
                found);
    }

    @Override
    public synchronized void handle(List<LedgerRecord> batch, Map<TopicPartition, Long> nextOffsets) {
        List<LedgerRecord.Read> events = batch.stream()
                .filter(LedgerRecord.Read.class::isInstance)
                .map(LedgerRecord.Read.class::cast)
                .toList();
        if (replay == null) {
            apply(events, nextOffsets);
        } else {
            events.forEach(record -> replay.add(record.event(), record.timestamp()));
            offsets.putAll(nextOffsets);
            if (events.stream().anyMatch(this::endsReplay)) {
                finishReplay();
            }
        }
    }

    private boolean endsReplay(LedgerRecord.Read record) {
        return record.event().data() instanceof SchedulerTick tick
                && !tick.now().isBefore(replayEnds);
    }

    /** All that was in the log is read: from now on what comes is news. */
    public synchronized void caughtUp() {
        if (replay != null) {
            finishReplay();
        }
    }

    private void finishReplay() {
        Work work = new Work();
        replay.finish(work);
        save(work, offsets);
        LOG.log(
                Level.INFO,
                "the ledger is read: {0} backups are open",
                state.open().size());
        replay = null;
    }

    /**
     * Applies a batch. Of its ticks only the last one counts, and after everything else: where much is read at once, time
     * must not run ahead of the hearts that lie beside it.
     */
    private void apply(List<LedgerRecord.Read> records, Map<TopicPartition, Long> nextOffsets) {
        Work work = new Work();
        Event<?> lastTick = null;
        for (LedgerRecord.Read record : records) {
            Event<?> event = record.event();
            if (!(event.data() instanceof SchedulerTick tick)) {
                work.decide(event);
            } else if (!tick.now().isBefore(startedAt)) { // older ones tell of a time that is over
                lastTick = event;
            }
        }
        if (lastTick != null) {
            work.decide(lastTick);
        }
        save(work, nextOffsets);
    }

    private void save(Work work, Map<TopicPartition, Long> nextOffsets) {
        store.save(new Change(clusterId, nextOffsets, state, work.state, work.handled, work.effects, clock.instant()));
        state = work.state;
        offsets.putAll(nextOffsets);
        if (!work.effects.isEmpty()) {
            effectsSaved.run();
        }
    }

    /** What the events of one batch lead to, until it is saved. */
    private final class Work implements Replay.Target {

        private final Map<String, String> handled = new LinkedHashMap<>();
        private final List<Outgoing> effects = new ArrayList<>();
        private SchedulerState state = SchedulerLoop.this.state;

        @Override
        public SchedulerState state() {
            return state;
        }

        @Override
        public boolean isHandled(String trigger) {
            return handled.containsKey(trigger) || store.isHandled(trigger);
        }

        @Override
        public void remember(String trigger, String backup) {
            handled.put(trigger, backup);
        }

        @Override
        public void decide(Event<?> event, Set<String> alreadyPublished) {
            boolean seen = Triggers.triggerOf(event).filter(this::isHandled).isPresent();
            if (!seen && isAhead(event)) {
                return;
            }
            try {
                Decision decision = decider.decide(state, event, seen);
                state = decision.state();
                decision.effects().forEach(effect -> keep(effect, alreadyPublished));
            } catch (RuntimeException e) { // one event must not hold up all others for ever
                LOG.log(Level.ERROR, "event " + event.identity() + " is not handled, this is a bug", e);
                effects.add(new Outgoing(0, event, Optional.of(new Refusal("not-handled", e.toString()))));
            }
        }

        private void decide(Event<?> event) {
            decide(event, Set.of());
        }

        /** Refuses a platform's trigger from the future. The decider has no clock, and its ticks may be old by now. */
        private boolean isAhead(Event<?> event) {
            if (!(event.data() instanceof BackupTriggered request) || Triggers.isScheduled(event, request)) {
                return false;
            }
            try {
                Triggers.requireNotAhead(event, request, clock.instant());
                return false;
            } catch (RefusedTriggerException e) {
                remember(event.identity(), Triggers.backupOf(installation, event, request));
                refuse(event, e.code(), e.getMessage());
                return true;
            }
        }

        private void refuse(Event<?> trigger, String code, String message) {
            LOG.log(Level.WARNING, "trigger {0} is refused: {1}", trigger.identity(), message);
            effects.add(new Outgoing(0, trigger, Optional.of(new Refusal(code, message))));
        }

        private void keep(Effect effect, Set<String> alreadyPublished) {
            if (effect instanceof Effect.Remember remember) {
                remember(remember.trigger(), remember.backup());
            } else if (effect instanceof Effect.Reject reject) {
                refuse(reject.trigger(), reject.code(), reject.message());
            } else if (effect instanceof Effect.Publish publish
                    && !alreadyPublished.contains(publish.event().identity())) {
                effects.add(new Outgoing(0, publish.event(), Optional.empty()));
            }
        }
    }
}
