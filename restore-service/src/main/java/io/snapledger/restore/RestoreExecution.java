package io.snapledger.restore;

import io.snapledger.events.FailureCode;
import io.snapledger.events.Nullable;
import io.snapledger.events.RestoredStore;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.WrongKeyException;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.stores.Aftermath;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Restores one snapshot into one target.
 *
 * <pre>
 * pin, then read the decision -> open, verify everything unless the engine swaps -> safety snapshot of a target that is not fresh
 *   -> apply -> compare the inventory with the evidence -> unpin
 * </pre>
 */
public final class RestoreExecution {

    private static final AftermathLook LOOK = new AftermathLook(Duration.ofSeconds(30));

    private final KeyRing keys;
    private final StoreEngines engines;
    private final SafetySnapshots safety;
    private final InstantSource clock;

    public RestoreExecution(KeyRing keys, StoreEngines engines, SafetySnapshots safety, InstantSource clock) {
        this.keys = keys;
        this.engines = engines;
        this.safety = safety;
        this.clock = clock;
    }

    /**
     * How to restore.
     *
     * @param restore id, the same for every try
     * @param overwrite the explicit word for a target that is not fresh
     * @param skipSafetySnapshot go without
     * @param begunBefore an earlier try was allowed to change the target
     * @param safetyBackup made by an earlier try
     * @param pins whether the repository can be written to; without a pin a deletion meanwhile shows as a missing segment
     * @param deadline nothing begins after it
     */
    public record Terms(
            String restore,
            boolean overwrite,
            boolean skipSafetySnapshot,
            boolean begunBefore,
            @Nullable String safetyBackup,
            boolean pins,
            Instant deadline) {}

    /**
     * Returns once the target is proved equal to the snapshot.
     *
     * @throws RestoreFailure otherwise; what it changed is for {@link #aftermath} to find
     * @throws InterruptedException if interrupted; then the pin stays, since only the caller knows whether the restore goes on: see
     *     {@link #unpin}
     */
    public RestoredStore run(StoreRestore store, Terms terms, RestoreListener listener)
            throws RestoreFailure, InterruptedException {
        try {
            RestoredStore restored = pinnedRun(store, terms, listener);
            unpin(store, terms);
            return restored;
        } catch (RestoreFailure | RuntimeException | Error e) {
            unpin(store, terms);
            throw e;
        }
    }

    private RestoredStore pinnedRun(StoreRestore store, Terms terms, RestoreListener listener)
            throws RestoreFailure, InterruptedException {
        try {
            Decision decision = terms.pins() ? new SnapshotPin(store, terms).decision() : store.decision();
            try (SnapshotReader reader = SnapshotReader.open(store.repository(), decision, keys)) {
                return restore(store, reader, terms, listener);
            }
        } catch (DamagedSnapshotException e) {
            throw damaged(store, e, listener);
        } catch (WrongKeyException e) {
            throw new RestoreFailure(FailureCode.WRONG_KEY, e.getMessage(), e);
        } catch (RepositoryException e) {
            throw RepositoryChoice.unreadable(store.repository(), e);
        }
    }

    private RestoredStore restore(StoreRestore store, SnapshotReader reader, Terms terms, RestoreListener listener)
            throws RestoreFailure, InterruptedException {
        boolean verified = !store.plan().swaps();
        if (verified) {
            verify(store, reader, listener);
        }
        RestorePlan now = terms.begunBefore() ? store.plan() : agreed(store, reader, terms, listener);
        if (!now.swaps() && !verified) {
            verify(store, reader, listener);
        }
        String safetyBackup = terms.safetyBackup();
        if (!terms.begunBefore() && !now.fresh() && !terms.skipSafetySnapshot()) {
            listener.progress(store, "safety-snapshot", 0, 0);
            safetyBackup = safety.take(terms.restore(), store.target(), terms.deadline());
            listener.safetySnapshot(store, safetyBackup);
        }
        requireTime(terms);
        listener.beginning(store);
        RestoreReport report = apply(store, now, reader, terms, listener);
        listener.applied(store);
        listener.progress(store, "checking", 0, 0);
        int compared = new EvidenceCheck(engine(store), store).compare(report);
        RestoredStore result = new RestoredStore(
                store.store(),
                store.decision().subject().snapshot().value(),
                store.targetWords(),
                safetyBackup,
                store.bytes(),
                compared,
                EvidenceCheck.notes(report));
        listener.restored(store, result);
        return result;
    }

    private static void verify(StoreRestore store, SnapshotReader reader, RestoreListener listener)
            throws InterruptedException {
        long total = reader.storedBytes();
        reader.verifyAll(done -> listener.progress(store, "verifying", done, total));
    }

    /** The target may be another than when the restore was planned: verifying and waiting take their time. */
    private RestorePlan agreed(StoreRestore store, SnapshotReader reader, Terms terms, RestoreListener listener)
            throws RestoreFailure, InterruptedException {
        RestorePlan now;
        try {
            now = engine(store).plan(store.target(), store.content(), new SnapshotStreams(reader));
        } catch (StoreException | IOException e) {
            throw failure(store, e, listener);
        }
        if (!now.possible()) {
            throw new RestoreFailure(FailureCode.BLOCKED, store.store() + ": " + String.join("; ", now.blockers()));
        }
        if (!now.fresh() && !terms.overwrite()) {
            throw new RestoreFailure(
                    FailureCode.TARGET_NOT_FRESH,
                    store.store() + ": " + RestorePlanner.notFresh(now).text());
        }
        return now;
    }

    private void requireTime(Terms terms) throws RestoreFailure {
        if (!clock.instant().isBefore(terms.deadline())) {
            throw new RestoreFailure(
                    FailureCode.DEADLINE,
                    "the restore was not ready to begin by its deadline " + terms.deadline()
                            + "; HINT: ask for it again");
        }
    }

    private RestoreReport apply(
            StoreRestore store, RestorePlan now, SnapshotReader reader, Terms terms, RestoreListener listener)
            throws RestoreFailure, InterruptedException {
        // Data that came into a fresh target since then are not covered by the word, nor by a safety snapshot.
        boolean replace = terms.begunBefore() || (terms.overwrite() && !now.fresh());
        RestoreRequest request =
                new RestoreRequest(terms.restore(), store.target(), store.content(), replace, terms.deadline());
        StreamSource streams = new SnapshotStreams(reader);
        try {
            return engine(store)
                    .restore(
                            request,
                            streams,
                            (step, bytes) -> listener.progress(store, "applying", bytes, store.bytes()));
        } catch (StoreException | IOException | RuntimeException e) {
            throw failure(store, e, listener);
        }
    }

    private static RestoreFailure failure(StoreRestore store, Exception e, RestoreListener listener)
            throws InterruptedException {
        DamagedSnapshotException damage = cause(e, DamagedSnapshotException.class);
        if (damage != null) {
            return damaged(store, damage, listener);
        }
        if (e instanceof IOException
                && (cause(e, InterruptedException.class) != null || cause(e, InterruptedIOException.class) != null)) {
            throw (InterruptedException)
                    new InterruptedException("interrupted while the snapshot was read").initCause(e);
        }
        if (e instanceof StoreException refused) {
            return new RestoreFailure(reason(refused), refused.told(), e);
        }
        if (e instanceof IOException || e instanceof RepositoryException) {
            return new RestoreFailure(
                    FailureCode.REPOSITORY_UNREACHABLE,
                    "the snapshot could not be read to its end: " + e.getMessage(),
                    e);
        }
        return new RestoreFailure(FailureCode.INTERNAL, "the engine ended unexpectedly: " + e, e);
    }

    private StoreEngine engine(StoreRestore store) throws RestoreFailure {
        try {
            return engines.of(store.content().kind());
        } catch (StoreException e) {
            throw new RestoreFailure(FailureCode.BAD_REQUEST, e.told(), e);
        }
    }

    private static FailureCode reason(StoreException e) {
        return switch (e.reason()) {
            case NOT_FRESH -> FailureCode.TARGET_NOT_FRESH;
            case BLOCKED, VERSION, BAD_OPTIONS -> FailureCode.BLOCKED;
            case DIFFERENT -> FailureCode.EVIDENCE_DIFFERS;
            case DAMAGED -> FailureCode.DAMAGED;
            case DEADLINE -> FailureCode.DEADLINE;
            default -> FailureCode.ENGINE_FAILED;
        };
    }

    private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> kind) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }

    private static RestoreFailure damaged(
            StoreRestore store, DamagedSnapshotException damage, RestoreListener listener) {
        listener.damaged(store.repository().name(), store.decision(), damage.object(), damage.getMessage());
        return new RestoreFailure(FailureCode.DAMAGED, damage.getMessage(), damage);
    }

    /**
     * Looks at a target after its restore has failed: what was changed there and what was left.
     *
     * @param applied whether the engine had ended well, so that only the comparison failed: to the engine nothing is wrong
     */
    public Aftermath aftermath(StoreRestore store, String restore, boolean applied) throws InterruptedException {
        try {
            Aftermath seen = LOOK.at(store, engine(store), restore);
            return applied ? inPlace(seen) : seen;
        } catch (RestoreFailure e) {
            return Aftermath.unknown(e.getMessage());
        }
    }

    private static Aftermath inPlace(Aftermath seen) {
        List<String> changed = new ArrayList<>();
        changed.add("what was restored is in place, and was not found equal to the snapshot's evidence");
        changed.addAll(seen.changed());
        return new Aftermath(Aftermath.Change.CHANGED, changed, seen.left());
    }

    /** Lets the snapshot go, as {@link #run} does unless it is interrupted. Nothing happens if there is no pin. */
    public void unpin(StoreRestore store, Terms terms) {
        if (terms.pins()) {
            new SnapshotPin(store, terms).remove();
        }
    }
}
