package io.snapledger.repository.protocol;

import io.snapledger.events.SealedContent;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.VersionedObject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What storage-service does to one repository: each call runs a decider to its end. Any replica may run any call, at once, again
 * or late. A transient failure ends as the outcome {@code Unavailable}: try the same call again later. A permanent one (read-only,
 * damaged) is thrown.
 */
public final class RepositoryProtocol {

    private static final System.Logger LOG = System.getLogger(RepositoryProtocol.class.getName());

    private final RepositoryBackend backend;
    private final InstantSource clock;

    public RepositoryProtocol(RepositoryBackend backend, InstantSource clock) {
        this.backend = backend;
        this.clock = clock;
    }

    /**
     * Commits an attempt: on dump.completed.
     *
     * @throws io.snapledger.repository.RepositoryFullException rather than {@code Unavailable}, since it is for a person to end
     */
    public CommitDecider.Outcome commit(Decision.Subject subject, SealedContent content, StagedSegments staging) {
        return new CommitRunner(backend, clock, subject, content, staging).run();
    }

    /**
     * Makes a snapshot ABORTED and sweeps all its attempts: on dump.failed with {@code final}, and on backup.cancelled.
     *
     * @param reason one word and what happened
     */
    public SweepDecider.Outcome abort(Decision.Subject subject, String reason) {
        Decision.Aborted aborted = new Decision.Aborted(subject, reason, clock.instant());
        return new SweepRunner(backend, clock, subject.store(), subject.snapshot(), aborted)
                .run(SweepDecider.Goal.ABORT);
    }

    /** Makes a COMMITTED snapshot EXPIRED: on snapshot.expired. */
    public ExpiryDecider.Outcome expire(StoreName store, SnapshotId snapshot, String rule) {
        return changeExpiry(store, snapshot, ExpiryDecider.Goal.EXPIRE, rule);
    }

    /** Takes an expiry back. */
    public ExpiryDecider.Outcome undelete(StoreName store, SnapshotId snapshot) {
        return changeExpiry(store, snapshot, ExpiryDecider.Goal.UNDELETE, "");
    }

    /** Makes an EXPIRED snapshot DELETED and sweeps it, unless pins keep its bytes for now. */
    public SweepDecider.Outcome delete(StoreName store, SnapshotId snapshot) {
        return new SweepRunner(backend, clock, store, snapshot, null).run(SweepDecider.Goal.DELETE);
    }

    /** A snapshot whose sweep has begun and not ended. */
    public record Begun(StoreName store, SnapshotId snapshot) {}

    /** What a crash, or a pin, has left to be swept: the content of {@code sweeping/}. */
    public List<Begun> begunSweeps() {
        List<String> keys = new ArrayList<>();
        backend.list(RepositoryLayout.SWEEPING, object -> keys.add(object.key()), stray -> keys.add(stray.name()));
        List<Begun> begun = new ArrayList<>();
        for (String key : keys) {
            try {
                if (ObjectKind.SWEEPING.is(key)) {
                    backend.get(key, ObjectKind.SWEEPING.limit())
                            .ifPresent(mark -> begun.add(begun(key, mark.content())));
                }
            } catch (RepositoryException.Permanent e) {
                LOG.log(System.Logger.Level.WARNING, "the mark of a sweep is passed over: {0}", e.getMessage());
            }
        }
        return begun;
    }

    private static Begun begun(String key, byte[] mark) {
        try {
            return new Begun(
                    new StoreName(new String(mark, StandardCharsets.US_ASCII).strip()),
                    new SnapshotId(RepositoryLayout.nameOf(key)));
        } catch (IllegalArgumentException e) {
            throw new DamagedSnapshotException(key, "the name of a store", e.getMessage(), e);
        }
    }

    /** Goes on with a sweep. */
    public SweepDecider.Outcome recover(Begun begun) {
        return new SweepRunner(backend, clock, begun.store(), begun.snapshot(), null).run(SweepDecider.Goal.RECOVER);
    }

    /**
     * Deletes what an attempt that lost has left behind: a late segment of a stalled writer, or a sweep that was cut short. Does
     * nothing unless a commit of another attempt stands; undecided, aborted and deleted snapshots have their own ways.
     *
     * @return bytes deleted
     */
    public long sweepLost(StoreName store, SnapshotId snapshot, AttemptId lost) {
        String key = RepositoryLayout.decision(store, snapshot);
        boolean otherWon = backend.get(key, DecisionCodec.LIMIT)
                .map(object -> DecisionCodec.readAt(key, object.content()))
                .filter(decision -> decision.state().restorable())
                .map(decision -> !AttemptId.of(decision.content()).equals(lost))
                .orElse(false);
        return otherWon ? new Sweeping(backend, store, snapshot).deleteAttempt(lost) : 0;
    }

    private ExpiryDecider.Outcome changeExpiry(
            StoreName store, SnapshotId snapshot, ExpiryDecider.Goal goal, String rule) {
        String key = RepositoryLayout.decision(store, snapshot);
        VersionedObject lastRead = null;
        Step<ExpiryDecider.State, ExpiryDecider.Effect> step = ExpiryDecider.start(goal);
        while (!step.state().done()) {
            ExpiryDecider.Event event;
            try {
                if (step.effects().get(0) == ExpiryDecider.Effect.READ_DECISION) {
                    lastRead = backend.get(key, DecisionCodec.LIMIT).orElse(null);
                    event = new ExpiryDecider.DecisionRead(
                            lastRead == null ? null : DecisionView.of(DecisionCodec.readAt(key, lastRead.content())));
                } else {
                    Decision next = changed(DecisionCodec.readAt(key, lastRead.content()), rule);
                    event = new ExpiryDecider.Replaced(
                            backend.replace(key, lastRead.version(), DecisionCodec.write(next)));
                }
            } catch (RepositoryException.Transient e) {
                event = new ExpiryDecider.Failed(e.getMessage());
            }
            step = ExpiryDecider.decide(step.state(), event);
        }
        return step.state().outcome();
    }

    private Decision changed(Decision decision, String rule) {
        return decision instanceof Decision.Committed committed
                ? committed.expire(rule, clock.instant())
                : ((Decision.Expired) decision).undelete();
    }
}
