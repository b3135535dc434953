package io.snapledger.dump;

import io.snapledger.dump.DumpAttempt.Surroundings;
import io.snapledger.dump.staging.StagedAttempt;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.FailureCode;
import io.snapledger.events.Identities;
import io.snapledger.events.TimeAhead;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

/**
 * Where {@code dump.requested} arrives: waits for a slot, refuses what nobody should dump, claims, and starts the attempt on a
 * thread of its own. When {@link #take} returns the record may be acknowledged; until then a crash brings it back.
 */
public final class DumpDesk {

    private static final System.Logger LOG = System.getLogger(DumpDesk.class.getName());
    private static final int REMEMBERED = 1_000;
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Slots slots;
    private final ControlView control;
    private final StoreDefinitions stores;
    private final StoreEngines engines;
    private final EventPublisher publisher;
    private final Preparation preparation;
    private final Surroundings around;
    private final ExecutorService threads;
    private final RandomGenerator random;
    private final DumpSettings settings;
    private final InstantSource clock;

    /** Snapshot and number of our newest claims, which the control view may not have read back yet. */
    private final Map<String, Boolean> claimed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    DumpDesk(
            Slots slots,
            ControlView control,
            StoreDefinitions stores,
            StoreEngines engines,
            EventPublisher publisher,
            Preparation preparation,
            Surroundings around,
            ExecutorService threads,
            RandomGenerator random,
            DumpSettings settings,
            InstantSource clock) {
        this.slots = slots;
        this.control = control;
        this.stores = stores;
        this.engines = engines;
        this.publisher = publisher;
        this.preparation = preparation;
        this.around = around;
        this.threads = threads;
        this.random = random;
        this.settings = settings;
        this.clock = clock;
    }

    /** What became of a request. */
    public enum Answer {
        /** An attempt was claimed and started. */
        STARTED,
        /** Not for us: claimed by another worker, too late, cancelled, or refused with an event. */
        PASSED,
        /** The service stops: the record must not be acknowledged. */
        CLOSED
    }

    /** Handles one request after the other; blocks for as long as all slots are busy, which is what holds the consumer back. */
    public synchronized Answer take(Event<DumpRequested> request) throws InterruptedException {
        if (isRefused(request)) {
            return Answer.PASSED;
        }
        if (!slots.take()) {
            return Answer.CLOSED;
        }
        boolean started = false;
        try {
            if (isRefused(request)) { // it may have waited for hours
                return Answer.PASSED;
            }
            Optional<StagedAttempt> claimed = claim(request);
            if (claimed.isEmpty()) {
                return slots.isClosed() ? Answer.CLOSED : Answer.PASSED;
            }
            start(claimed.get());
            started = true;
            return Answer.STARTED;
        } finally {
            if (!started) {
                slots.giveBack();
            }
        }
    }

    private boolean isRefused(Event<DumpRequested> request) {
        DumpRequested asked = request.data();
        if (claimed.containsKey(place(asked))
                || control.winner(asked.snapshot(), asked.number()).isPresent()) {
            return true;
        }
        Optional<Failure> objection = control.objection(asked, asked.number());
        if (objection.isPresent()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "request passed over: {0}",
                    objection.get().message());
            return true;
        }
        if (clock.instant().isAfter(asked.startBefore())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "request of store {0}, snapshot {1} came after {2}, passed over; the scheduler closes it",
                    asked.store(),
                    asked.snapshot(),
                    asked.startBefore());
            return true;
        }
        Optional<Failure> unknown = timeAhead(asked).or(() -> unknownStore(asked));
        unknown.ifPresent(failure -> around.outbox().end(around.events().failed(request, null, failure), () -> {}));
        return unknown.isPresent();
    }

    private static String place(DumpRequested asked) {
        return asked.snapshot() + "/" + asked.number();
    }

    private Optional<Failure> timeAhead(DumpRequested asked) {
        return TimeAhead.isAhead(asked.order().dueAt(), clock.instant())
                ? Optional.of(new Failure(
                        FailureCode.TIME_AHEAD,
                        "the backup is of " + asked.order().dueAt() + ", the clock of worker "
                                + around.events().worker() + " says " + clock.instant()
                                + "; HINT: compare the clocks of the machines"))
                : Optional.empty();
    }

    private Optional<Failure> unknownStore(DumpRequested asked) {
        Optional<StoreDefinition> store = stores.named(asked.store());
        if (store.isEmpty()) {
            return Optional.of(new Failure(
                    FailureCode.UNKNOWN_STORE,
                    "worker " + around.events().worker() + " knows no store '" + asked.store()
                            + "'; HINT: configure snapledger.stores." + asked.store() + " for every dump-service"));
        }
        try {
            engines.of(store.get().kind()).check(store.get());
            return Optional.empty();
        } catch (StoreException e) {
            return Optional.of(new Failure(FailureCode.STORE_MISCONFIGURED, e.told()));
        }
    }

    /** The claim is durable here first, then in the ledger; empty if it was overtaken while the broker was away. */
    private Optional<StagedAttempt> claim(Event<DumpRequested> request) throws InterruptedException {
        String attempt = Identities.attempt(request.data().number(), random.nextLong());
        StagedAttempt staged;
        try {
            staged = around.staging().begin(request, attempt);
        } catch (IOException e) {
            around.outbox()
                    .end(
                            around.events()
                                    .failed(
                                            request,
                                            null,
                                            new Failure(
                                                    FailureCode.STAGING_FAILED,
                                                    "worker " + around.events().worker() + " cannot write its staging: "
                                                            + e.getMessage())),
                            () -> {});
            return Optional.empty();
        }
        if (publish(around.events().started(request, attempt), request)) {
            claimed.put(place(request.data()), true);
            return Optional.of(staged);
        }
        if (!slots.isClosed()) { // else the next start tells whether the claim is in the ledger
            DumpAttempt.forget(around.staging(), staged);
        }
        return Optional.empty();
    }

    /** Until the broker has it. A claim may be in the ledger after an error: the same claim is sent again, never another. */
    private boolean publish(Event<DumpStarted> started, Event<DumpRequested> request) throws InterruptedException {
        long pause = FIRST_PAUSE_MILLIS;
        while (!slots.isClosed()) {
            try {
                publisher.publish(started);
                return true;
            } catch (EventPublishException e) {
                LOG.log(System.Logger.Level.DEBUG, "claim not acknowledged yet: {0}", e.getMessage());
            }
            if (isRefusedMeanwhile(request, started.data().attempt())) {
                return false;
            }
            Thread.sleep(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
        return false;
    }

    private boolean isRefusedMeanwhile(Event<DumpRequested> request, String attempt) {
        DumpRequested asked = request.data();
        return clock.instant().isAfter(asked.startBefore())
                || control.objection(asked, asked.number()).isPresent()
                || control.winner(asked.snapshot(), asked.number())
                        .filter(winner -> !winner.equals(attempt))
                        .isPresent();
    }

    private void start(StagedAttempt staged) {
        Event<DumpRequested> request = staged.request();
        DumpWork work = new DumpWork(
                stores.named(request.data().store()).orElseThrow(),
                engine(request.data()),
                staged,
                preparation,
                segment -> around.outbox().hint(around.events().staged(request, staged.attempt(), segment)),
                settings,
                around.events().worker(),
                clock);
        DumpAttempt attempt = new DumpAttempt(staged, work, around);
        threads.execute(() -> {
            try {
                attempt.run();
            } finally {
                slots.giveBack();
            }
        });
    }

    private StoreEngine engine(DumpRequested asked) {
        try {
            return engines.of(stores.named(asked.store()).orElseThrow().kind());
        } catch (StoreException e) {
            throw new IllegalStateException("the engine was there a moment ago", e);
        }
    }
}
