package io.snapledger.repository.protocol;

import io.snapledger.events.Nullable;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinCodec;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.PutOutcome;
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
import java.util.Optional;

/** Executes the effects of one {@link SweepDecider}. */
final class SweepRunner {

    private static final System.Logger LOG = System.getLogger(SweepRunner.class.getName());

    private final RepositoryBackend backend;
    private final InstantSource clock;
    private final StoreName store;
    private final SnapshotId snapshot;
    private final Decision.Aborted aborted;
    private final Sweeping sweeping;
    private final String decisionKey;

    private VersionedObject lastRead;

    /**
     * @param aborted what to create when the goal is ABORT
     */
    SweepRunner(
            RepositoryBackend backend,
            InstantSource clock,
            StoreName store,
            SnapshotId snapshot,
            @Nullable Decision.Aborted aborted) {
        this.backend = backend;
        this.clock = clock;
        this.store = store;
        this.snapshot = snapshot;
        this.aborted = aborted;
        this.sweeping = new Sweeping(backend, store, snapshot);
        this.decisionKey = RepositoryLayout.decision(store, snapshot);
    }

    SweepDecider.Outcome run(SweepDecider.Goal goal) {
        Step<SweepDecider.State, SweepDecider.Effect> step = SweepDecider.start(goal);
        while (!step.state().done()) {
            step = SweepDecider.decide(step.state(), answer(step.effects().get(0)));
        }
        return step.state().outcome();
    }

    private SweepDecider.Event answer(SweepDecider.Effect effect) {
        try {
            return execute(effect);
        } catch (RepositoryException.Transient e) {
            return new SweepDecider.Failed(e.getMessage());
        }
    }

    private SweepDecider.Event execute(SweepDecider.Effect effect) {
        if (effect instanceof SweepDecider.Effect.ReadDecision) {
            return new SweepDecider.DecisionRead(readDecision());
        } else if (effect instanceof SweepDecider.Effect.WriteMarker) {
            byte[] marker = (store + "\n").getBytes(StandardCharsets.US_ASCII);
            backend.create(RepositoryLayout.sweeping(snapshot), ObjectSource.bytes(marker));
            return new SweepDecider.Done();
        } else if (effect instanceof SweepDecider.Effect.CreateAborted) {
            return won(backend.create(decisionKey, ObjectSource.bytes(DecisionCodec.write(aborted)))
                    == PutOutcome.CREATED);
        } else if (effect instanceof SweepDecider.Effect.ReplaceByDeleted) {
            Decision.Expired expired = (Decision.Expired) DecisionCodec.readAt(decisionKey, lastRead.content());
            byte[] deleted = DecisionCodec.write(expired.delete(clock.instant()));
            return won(backend.replace(decisionKey, lastRead.version(), deleted));
        } else if (effect instanceof SweepDecider.Effect.ListPins) {
            List<String> holders = new ArrayList<>();
            backend.list(
                    RepositoryLayout.pinsOn(snapshot),
                    pin -> addHolder(holders, pin.key()),
                    stray -> addHolder(holders, stray.name()));
            return new SweepDecider.PinsListed(holders);
        } else if (effect instanceof SweepDecider.Effect.JudgePins judge) {
            return new SweepDecider.PinsJudged(
                    judge.holders().stream().filter(this::live).toList());
        } else if (effect instanceof SweepDecider.Effect.DeleteSegments) {
            return new SweepDecider.SegmentsDeleted(sweeping.deleteSegments());
        } else if (effect instanceof SweepDecider.Effect.DropPins) {
            sweeping.dropPins();
            return new SweepDecider.Done();
        } else if (effect instanceof SweepDecider.Effect.DropOwnPins) {
            sweeping.dropOwnPins();
            return new SweepDecider.Done();
        } else if (effect instanceof SweepDecider.Effect.RemoveMarker) {
            backend.delete(RepositoryLayout.sweeping(snapshot));
            return new SweepDecider.Done();
        }
        throw new IllegalStateException("no such effect: " + effect);
    }

    private static SweepDecider.Event won(boolean won) {
        return won ? new SweepDecider.Won() : new SweepDecider.NotWon();
    }

    private DecisionView readDecision() {
        Optional<VersionedObject> read = backend.get(decisionKey, DecisionCodec.LIMIT);
        lastRead = read.orElse(null);
        return read.map(object -> DecisionView.of(DecisionCodec.readAt(decisionKey, object.content())))
                .orElse(null);
    }

    /** Whatever has the name of a pin may be one; other names are other programs' files. */
    private static void addHolder(List<String> holders, String key) {
        if (ObjectKind.PIN.is(key)) {
            holders.add(RepositoryLayout.nameOf(key));
        }
    }

    /** Nothing is deleted on doubt. */
    private boolean live(String holder) {
        try {
            return !PinHolder.isValid(holder) || protects(holder);
        } catch (RepositoryException.Permanent e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "snapshot {0} is kept: whether {1} still needs it cannot be read: {2}",
                    snapshot,
                    holder,
                    e.getMessage());
            return true;
        }
    }

    private boolean protects(String holder) {
        PinHolder by = new PinHolder(holder);
        if (by.isSnapshot()) {
            SnapshotId other = new SnapshotId(holder);
            String key = RepositoryLayout.decision(store, other); // one store's snapshots refer to their own kin only
            Optional<Decision> decision =
                    backend.get(key, DecisionCodec.LIMIT).map(object -> DecisionCodec.readAt(key, object.content()));
            boolean stillSweeping =
                    backend.stat(RepositoryLayout.sweeping(other)).isPresent();
            return PinJudge.live(new PinJudge.Holder(
                    PinJudge.Kind.SNAPSHOT,
                    false,
                    decision.map(DecisionView::of).orElse(null),
                    decision.map(this::namesThis).orElse(false),
                    stillSweeping));
        }
        if (!by.isRestore()) {
            return PinJudge.live(new PinJudge.Holder(PinJudge.Kind.HOLD, false, null, false, false));
        }
        String key = RepositoryLayout.pin(snapshot, by);
        Optional<Pin> pin =
                backend.get(key, ObjectKind.PIN.limit()).map(object -> PinCodec.read(key, object.content()));
        boolean passed = pin.map(Pin::deadline)
                .map(deadline -> deadline.isBefore(clock.instant()))
                .orElse(false);
        return pin.isPresent() && PinJudge.live(new PinJudge.Holder(PinJudge.Kind.RESTORE, passed, null, false, false));
    }

    private boolean namesThis(Decision decision) {
        return decision.content() != null
                && decision.content().owners().stream()
                        .anyMatch(owner -> owner.snapshot().equals(snapshot.value()));
    }
}
