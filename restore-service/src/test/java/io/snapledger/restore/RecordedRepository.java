package io.snapledger.restore;

import io.snapledger.repository.AttemptId;
import io.snapledger.repository.DecidedSnapshot;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionFilter;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryInfo;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.repository.WrappedKey;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A repository whose calls are written down in their order. */
final class RecordedRepository implements SnapshotRepository {

    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final SnapshotRepository real;

    RecordedRepository(SnapshotRepository real) {
        this.real = real;
    }

    /** The same restore, out of this repository. */
    StoreRestore of(StoreRestore planned) {
        return new StoreRestore(
                this, planned.decision(), planned.content(), planned.target(), planned.place(), planned.plan());
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public RepositoryInfo info() {
        return real.info();
    }

    @Override
    public Optional<Decision> decision(StoreName store, SnapshotId snapshot) {
        calls.add("decision");
        return real.decision(store, snapshot);
    }

    @Override
    public List<DecidedSnapshot> decided(DecisionFilter filter, Consumer<UnreadableDecision> strays) {
        calls.add("decided");
        return real.decided(filter, strays);
    }

    @Override
    public List<Decision> decisions(DecisionFilter filter, Consumer<UnreadableDecision> unreadable) {
        calls.add("decisions");
        return real.decisions(filter, unreadable);
    }

    @Override
    public InputStream segment(SegmentId segment, long offset, long length) {
        calls.add("segment");
        return real.segment(segment, offset, length);
    }

    @Override
    public byte[] segmentList(StoreName store, SnapshotId snapshot, AttemptId attempt) {
        calls.add("list");
        return real.segmentList(store, snapshot, attempt);
    }

    @Override
    public void pin(Pin pin) {
        calls.add("pin");
        real.pin(pin);
    }

    @Override
    public void unpin(SnapshotId snapshot, PinHolder holder) {
        calls.add("unpin");
        real.unpin(snapshot, holder);
    }

    @Override
    public List<WrappedKey> wrappedKeys(StoreName store) {
        calls.add("keys");
        return real.wrappedKeys(store);
    }

    @Override
    public void addWrappedKey(WrappedKey key) {
        real.addWrappedKey(key);
    }
}
