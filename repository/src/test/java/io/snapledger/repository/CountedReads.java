package io.snapledger.repository;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A repository that counts what is read of its segments. */
final class CountedReads implements SnapshotRepository {

    private final SnapshotRepository real;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    CountedReads(SnapshotRepository real) {
        this.real = real;
    }

    int requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }

    void forget() {
        requests.set(0);
        bytes.set(0);
    }

    @Override
    public InputStream segment(SegmentId segment, long offset, long length) {
        requests.incrementAndGet();
        return new FilterInputStream(real.segment(segment, offset, length)) {
            @Override
            public int read(byte[] into, int at, int most) throws IOException {
                int read = super.read(into, at, most);
                bytes.addAndGet(Math.max(0, read));
                return read;
            }
        };
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
        return real.decision(store, snapshot);
    }

    @Override
    public List<DecidedSnapshot> decided(DecisionFilter filter, Consumer<UnreadableDecision> strays) {
        return real.decided(filter, strays);
    }

    @Override
    public List<Decision> decisions(DecisionFilter filter, Consumer<UnreadableDecision> unreadable) {
        return real.decisions(filter, unreadable);
    }

    @Override
    public byte[] segmentList(StoreName store, SnapshotId snapshot, AttemptId attempt) {
        return real.segmentList(store, snapshot, attempt);
    }

    @Override
    public void pin(Pin pin) {
        real.pin(pin);
    }

    @Override
    public void unpin(SnapshotId snapshot, PinHolder holder) {
        real.unpin(snapshot, holder);
    }

    @Override
    public List<WrappedKey> wrappedKeys(StoreName store) {
        return real.wrappedKeys(store);
    }

    @Override
    public void addWrappedKey(WrappedKey key) {
        real.addWrappedKey(key);
    }
}
