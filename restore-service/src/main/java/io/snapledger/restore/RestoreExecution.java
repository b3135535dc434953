package io.snapledger.restore;

import io.snapledger.events.RestoredStore;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.Decision;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.WrongKeyException;
import io.snapledger.repository.protocol.DecisionView;
import io.snapledger.repository.protocol.PinnedReadDecider;
import io.snapledger.repository.protocol.Step;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.restore.RestoreFailure.Reason;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.time.Instant;
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

    private final KeyRing keys;
    private final StoreEngines engines;
    private final SafetySnapshots safety;

    public RestoreExecution(KeyRing keys, StoreEngines engines, SafetySnapshots safety) {
        this.keys = keys;
        this.engines = engines;
        this.safety = safety;
    }

    /**
     * How to restore.
     *
     * @param restore id, the same for every try
     * @param overwrite the explicit word for a target that is not fresh
     * @param skipSafetySnapshot go without
     * @param begunBefore an earlier try was allowed to change the target
     * @param pins whether the repository can be written to; without a pin a deletion meanwhile shows as a missing segment
     * @param deadline everything stops then
     */
    public record Terms(
            String restore,
            boolean overwrite,
            boolean skipSafetySnapshot,
            boolean begunBefore,
            boolean pins,
            Instant deadline) {}

    /** @throws RestoreFailure if the target is not proved equal to the snapshot; says whether it was changed */
    public RestoredStore run(StoreRestore store, Terms terms, RestoreListener listener)
            throws RestoreFailure, InterruptedException {
        try {
            Decision decision = terms.pins() ? pinned(store, terms) : store.decision();
            try (SnapshotReader reader = SnapshotReader.open(store.repository(), decision, keys)) {
                return restore(store, reader, terms, listener);
            }
        } catch (DamagedSnapshotException e) {
            throw damaged(store, e, false, listener);
        } catch (WrongKeyException e) {
            throw new RestoreFailure(Reason.WRONG_KEY, e.getMessage(), false, e);
        } catch (RepositoryException e) {
            throw RestorePlanner.unreachable(store.repository(), e);
        } finally {
            if (terms.pins()) {
                unpin(store, terms);
            }
        }
    }

    private RestoredStore restore(StoreRestore store, SnapshotReader reader, Terms terms, RestoreListener listener)
            throws RestoreFailure, InterruptedException {
        if (!store.plan().swaps()) {
            long total = reader.storedBytes();
            reader.verifyAll(done -> listener.progress(store, "verifying", done, total));
        }
        String safetyBackup = null;
        boolean replaces = !store.plan().fresh() && !terms.begunBefore();
        if (replaces && !terms.skipSafetySnapshot()) {
            listener.progress(store, "safety-snapshot", 0, 0);
            safetyBackup = safety.take(terms.restore(), store.target(), terms.deadline());
        }
        listener.beginning(store);
        RestoreReport report = apply(store, reader, terms, listener);
        int compared = compare(store, report, listener);
        RestoredStore result = new RestoredStore(
                store.store(),
                store.decision().subject().snapshot().value(),
                store.targetWords(),
                safetyBackup,
                store.bytes(),
                compared,
                report.warnings());
        listener.restored(store, result);
        return result;
    }

    private RestoreReport apply(StoreRestore store, SnapshotReader reader, Terms terms, RestoreListener listener)
            throws RestoreFailure, InterruptedException {
        boolean changes = !store.plan().swaps();
        RestoreRequest request = new RestoreRequest(
                terms.restore(),
                store.target(),
                store.content(),
                terms.overwrite() || terms.begunBefore(),
                terms.deadline());
        StreamSource streams = name -> {
            try {
                return reader.stream(name);
            } catch (IllegalArgumentException e) {
                throw new IOException("the snapshot has no stream '" + name + "'", e);
            }
        };
        try {
            return engine(store)
                    .restore(
                            request,
                            streams,
                            (step, bytes) -> listener.progress(store, "applying", bytes, store.bytes()));
        } catch (StoreException e) {
            throw new RestoreFailure(reason(e), words(e), changes, e);
        } catch (IOException | DamagedSnapshotException e) {
            DamagedSnapshotException damage = damage(e);
            if (damage != null) {
                throw damaged(store, damage, changes, listener);
            }
            throw new RestoreFailure(
                    Reason.REPOSITORY_UNREACHABLE,
                    "the snapshot could not be read to its end: " + e.getMessage(),
                    changes,
                    e);
        }
    }

    /** Whatever the engine has checked itself: the inventory of what is there now must equal the snapshot's. */
    private int compare(StoreRestore store, RestoreReport report, RestoreListener listener)
            throws RestoreFailure, InterruptedException {
        listener.progress(store, "checking", 0, 0);
        try {
            Evidence expected = report.expected();
            Evidence actual = engine(store).evidence(store.target(), java.util.Optional.of(expected));
            List<Evidence.Difference> differences = Evidence.differences(expected, actual);
            if (!differences.isEmpty()) {
                List<String> shown = new ArrayList<>();
                differences.stream().limit(10).forEach(difference -> shown.add(difference.toString()));
                throw new RestoreFailure(
                        Reason.EVIDENCE_DIFFERS,
                        differences.size() + " of " + expected.facts().size()
                                + " facts differ between the snapshot and what was restored: "
                                + String.join("; ", shown),
                        true,
                        null);
            }
            return expected.facts().size();
        } catch (StoreException e) {
            throw new RestoreFailure(
                    Reason.EVIDENCE_DIFFERS, "what was restored could not be examined: " + words(e), true, e);
        }
    }

    private StoreEngine engine(StoreRestore store) throws RestoreFailure {
        try {
            return engines.of(store.content().kind());
        } catch (StoreException e) {
            throw new RestoreFailure(Reason.BAD_REQUEST, words(e), false, e);
        }
    }

    private static Reason reason(StoreException e) {
        return switch (e.reason()) {
            case NOT_FRESH -> Reason.TARGET_NOT_FRESH;
            case BLOCKED, VERSION, BAD_OPTIONS -> Reason.BLOCKED;
            case DIFFERENT -> Reason.EVIDENCE_DIFFERS;
            case DAMAGED -> Reason.DAMAGED;
            case DEADLINE -> Reason.DEADLINE;
            default -> Reason.ENGINE_FAILED;
        };
    }

    private static String words(StoreException e) {
        return e.getMessage() + (e.hint().isEmpty() ? "" : "; HINT: " + e.hint());
    }

    private static DamagedSnapshotException damage(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DamagedSnapshotException damage) {
                return damage;
            }
        }
        return null;
    }

    private static RestoreFailure damaged(
            StoreRestore store, DamagedSnapshotException damage, boolean changed, RestoreListener listener) {
        listener.damaged(store.repository().name(), store.decision(), damage.object(), damage.getMessage());
        return new RestoreFailure(Reason.DAMAGED, damage.getMessage(), changed, damage);
    }

    /** The protocol's order: the pin first, then the decision. */
    private static Decision pinned(StoreRestore store, Terms terms) throws RestoreFailure {
        Decision.Subject subject = store.decision().subject();
        Decision read = null;
        Step<PinnedReadDecider.State, PinnedReadDecider.Effect> step = PinnedReadDecider.start();
        while (!step.state().done()) {
            PinnedReadDecider.Event event;
            try {
                switch (step.effects().get(0)) {
                    case PIN -> {
                        store.repository().pin(new Pin(subject.snapshot(), holder(terms), terms.deadline()));
                        event = new PinnedReadDecider.Done();
                    }
                    case READ_DECISION -> {
                        read = store.repository()
                                .decision(subject.store(), subject.snapshot())
                                .orElse(null);
                        event = new PinnedReadDecider.DecisionRead(read == null ? null : DecisionView.of(read));
                    }
                    default -> {
                        store.repository().unpin(subject.snapshot(), holder(terms));
                        event = new PinnedReadDecider.Done();
                    }
                }
            } catch (RepositoryException e) {
                event = new PinnedReadDecider.Failed(e.getMessage());
            }
            step = PinnedReadDecider.decide(step.state(), event);
        }
        if (step.state().failure() != null) {
            throw new RestoreFailure(Reason.REPOSITORY_UNREACHABLE, step.state().failure());
        }
        if (!step.state().readable() || read == null) {
            throw new RestoreFailure(
                    Reason.NOT_FOUND,
                    "snapshot " + subject.snapshot() + " is " + (read == null ? "gone" : read.state())
                            + " meanwhile; HINT: choose another with snapledger snapshot list");
        }
        return read;
    }

    private static void unpin(StoreRestore store, Terms terms) {
        try {
            store.repository().unpin(store.decision().subject().snapshot(), holder(terms));
        } catch (RepositoryException e) {
            System.getLogger(RestoreExecution.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "pin of restore {0} not removed, it ends with its deadline: {1}",
                            terms.restore(),
                            e.getMessage());
        }
    }

    private static PinHolder holder(Terms terms) {
        return PinHolder.restore(terms.restore());
    }
}
