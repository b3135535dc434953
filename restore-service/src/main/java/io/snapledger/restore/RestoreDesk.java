package io.snapledger.restore;

import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.Identities;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import io.snapledger.events.RestorePlanned;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreStarted;
import io.snapledger.events.RestoredStore;
import io.snapledger.events.Role;
import io.snapledger.restore.RestoreFailure.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes requests, remembers them durably, and sees that each is done once and ends with one event. */
public final class RestoreDesk implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RestoreDesk.class.getName());

    /**
     * What the desk works with.
     *
     * @param worker id of this replica
     * @param limit how long a restore may take
     */
    public record Parts(
            String worker,
            RestorePlanner planner,
            RestoreExecution execution,
            RestoreAuthorization authorization,
            RestoreJournal journal,
            EventPublisher publisher,
            Clock clock,
            Duration limit,
            Duration heartbeat,
            int slots) {}

    private final Parts parts;
    private final ExecutorService slots;
    private final Map<String, Future<?>> running = new ConcurrentHashMap<>();
    private final Set<String> busyTargets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threads = new AtomicInteger();
    private volatile boolean closed;

    public RestoreDesk(Parts parts) {
        this.parts = parts;
        this.slots = Executors.newFixedThreadPool(parts.slots(), runnable -> {
            Thread thread = new Thread(runnable, "restore-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Takes up what an earlier process left. */
    public void resume() {
        for (RestoreRecord left : parts.journal().open(parts.clock().instant())) {
            LOG.log(System.Logger.Level.INFO, "restore {0} goes on after a restart", left.id());
            RestoreRecord again = left.again();
            parts.journal().write(again);
            submit(again);
        }
    }

    /**
     * Accepts a request; returns once it would survive a crash. A request that was accepted before changes nothing.
     *
     * @return id of the restore
     */
    public String accept(Event<RestoreRequested> event) {
        RestoreRequested request = event.data();
        boolean authorized = parts.authorization().accepts(request);
        String id = authorized ? request.restore() : Identities.restore(event.source(), event.id());
        if (parts.journal().read(id).isEmpty()) {
            Instant now = parts.clock().instant();
            RestoreRecord record = RestoreRecord.received(named(request, id), authorized, now, now.plus(parts.limit()));
            parts.journal().write(record);
            submit(record);
        }
        return id;
    }

    private static RestoreRequested named(RestoreRequested r, String id) {
        return new RestoreRequested(
                id,
                r.from(),
                r.plan(),
                r.stores(),
                r.kinds(),
                r.repository(),
                r.targets(),
                r.dryRun(),
                r.overwrite(),
                r.skipSafetySnapshot(),
                r.otherCluster(),
                r.requestedBy(),
                r.authorization());
    }

    /** Stops a restore; false if it is not running here. */
    public boolean cancel(String restore) {
        Future<?> work = running.get(restore);
        return work != null && work.cancel(true);
    }

    private void submit(RestoreRecord record) {
        running.put(record.id(), slots.submit(() -> work(record)));
    }

    private void work(RestoreRecord record) {
        Attempt attempt = new Attempt(record);
        try {
            attempt.run();
        } catch (InterruptedException e) {
            if (!closed) {
                attempt.fail(new RestoreFailure(Reason.CANCELLED, "the restore was cancelled", attempt.changed, e));
            }
        } catch (RestoreFailure e) {
            attempt.fail(e);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "restore " + record.id() + " failed unexpectedly", e);
            attempt.fail(new RestoreFailure(Reason.INTERNAL, "unexpected: " + e, attempt.changed, e));
        } finally {
            attempt.release();
            running.remove(record.id());
        }
    }

    /** One try of one restore. */
    private final class Attempt {
        private RestoreRecord record;
        private final List<String> held = new ArrayList<>();
        private String current;
        private boolean changed;

        Attempt(RestoreRecord record) {
            this.record = record;
            this.changed = !record.begun().isEmpty();
        }

        void run() throws RestoreFailure, InterruptedException {
            if (parts.clock().instant().isAfter(record.deadline())) {
                throw new RestoreFailure(
                        Reason.DEADLINE, "not done by its deadline " + record.deadline(), changed, null);
            }
            RestoreWish wish = RestoreWish.of(record.request());
            PlannedRestores planned = parts.planner().plan(wish);
            List<String> blockers = blockers(planned);
            boolean allowed = !record.request().dryRun() && (record.authorized() || resumed() || planned.allFresh());
            announce(planned, blockers, allowed && blockers.isEmpty());
            if (!allowed) {
                end();
                return;
            }
            if (!blockers.isEmpty()) {
                boolean onlyFreshness = blockers.stream().allMatch(blocker -> blocker.contains("is not fresh"));
                throw new RestoreFailure(
                        onlyFreshness ? Reason.TARGET_NOT_FRESH : Reason.BLOCKED, String.join("; ", blockers));
            }
            publish(new RestoreStarted(record.id(), parts.worker(), record.number()));
            for (StoreRestore store : planned.stores()) {
                if (record.restored(store.store()) == null) {
                    restore(store, wish);
                }
            }
            publish(new RestoreCompleted(
                    record.id(),
                    record.restored(),
                    record.receivedAt(),
                    parts.clock().instant()));
            end();
        }

        private boolean resumed() {
            return !record.begun().isEmpty();
        }

        /** A target that an earlier try was allowed to change may rightly hold something now. */
        private List<String> blockers(PlannedRestores planned) {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < planned.stores().size(); i++) {
                String store = planned.stores().get(i).store();
                if (!record.begun().contains(store) && record.restored(store) == null) {
                    planned.blockersByStore().get(i).forEach(blocker -> all.add(store + ": " + blocker));
                }
            }
            return all;
        }

        private void announce(PlannedRestores planned, List<String> blockers, boolean executes)
                throws InterruptedException {
            List<String> warnings = new ArrayList<>(planned.warnings());
            if (!executes && !record.request().dryRun() && blockers.isEmpty()) {
                warnings.add(
                        "planned only: a target is not fresh, and the request did not come through the gateway of restore-service");
            }
            publish(new RestorePlanned(record.id(), executes, planned.inEvent(), blockers, warnings));
        }

        private void restore(StoreRestore store, RestoreWish wish) throws RestoreFailure, InterruptedException {
            current = store.store();
            String target = store.targetWords();
            if (!busyTargets.add(target)) {
                throw new RestoreFailure(
                        Reason.TARGET_BUSY,
                        "another restore into " + target + " is running; HINT: wait for it, or cancel it",
                        changed,
                        null);
            }
            held.add(target);
            RestoreExecution.Terms terms = new RestoreExecution.Terms(
                    record.id(),
                    wish.overwrite(),
                    wish.skipSafetySnapshot(),
                    record.begun().contains(store.store()),
                    true,
                    record.deadline());
            try (RestoreHeart heart = new RestoreHeart(record.id(), parts, this::beginning, this::restored)) {
                parts.execution().run(store, terms, heart);
            }
        }

        private void beginning(StoreRestore store) {
            if (!record.begun().contains(store.store())) {
                record = record.beginning(store.store());
                parts.journal().write(record);
            }
            changed |= !store.plan().swaps();
        }

        private void restored(RestoredStore store) {
            record = record.restored(store);
            parts.journal().write(record);
            changed = true;
        }

        void fail(RestoreFailure failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "restore {0} failed: {1}: {2}",
                    record.id(),
                    failure.reason().code(),
                    failure.getMessage());
            try {
                publish(new RestoreFailed(
                        record.id(),
                        failure.reason().code(),
                        failure.getMessage(),
                        current,
                        changed || failure.targetChanged(),
                        record.restored()));
                end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the journal still has it: a restart ends it
            }
        }

        private void end() {
            record = record.end();
            parts.journal().write(record);
        }

        void release() {
            held.forEach(busyTargets::remove);
        }

        /** Until the broker has it: a restore without its last event would be open for ever. */
        private void publish(EventData data) throws InterruptedException {
            Event<?> event = Event.of(Role.RESTORE, parts.clock().instant(), data);
            for (long pause = 1; !closed; pause = Math.min(30, pause * 2)) {
                try {
                    parts.publisher().publish(event);
                    return;
                } catch (EventPublishException e) {
                    LOG.log(System.Logger.Level.WARNING, "{0} not in the ledger yet: {1}", event.id(), e.getMessage());
                    TimeUnit.SECONDS.sleep(pause);
                }
            }
            throw new InterruptedException("stopped before " + event.id() + " was in the ledger");
        }
    }

    /** Stops at once; what runs goes on after the next start. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        slots.shutdownNow();
        if (!slots.awaitTermination(20, TimeUnit.SECONDS)) {
            LOG.log(System.Logger.Level.WARNING, "a restore did not stop within 20 s");
        }
    }
}
