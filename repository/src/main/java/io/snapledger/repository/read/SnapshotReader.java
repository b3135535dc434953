package io.snapledger.repository.read;

import io.snapledger.events.SealedContent;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.format.Manifest;
import io.snapledger.repository.format.SegmentKind;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.repository.keys.StoreKey;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Opens a snapshot. Every byte it hands out was sealed by the store's key, has its chunk's digest, and stands where the manifest
 * says.
 */
public final class SnapshotReader implements AutoCloseable {

    private final SnapshotRepository repository;
    private final Decision decision;
    private final SnapshotDescription description;
    private final SegmentIndexes indexes;
    private final Openers openers;

    private SnapshotReader(
            SnapshotRepository repository, Decision decision, StoreKey key, SnapshotDescription description) {
        this.repository = repository;
        this.decision = decision;
        this.description = description;
        this.indexes = new SegmentIndexes(repository, key, description.list());
        this.openers = new Openers(key, "read-" + decision.subject().snapshot());
    }

    /**
     * Unwraps the key, then reads and verifies segment list and manifest against the decision.
     *
     * @throws io.snapledger.repository.keys.WrongKeyException before anything else, if no key of the ring opens it
     * @throws DamagedSnapshotException if an object is not what the decision says
     * @throws IllegalArgumentException if the decision is not COMMITTED or EXPIRED
     */
    public static SnapshotReader open(SnapshotRepository repository, Decision decision, KeyRing keys) {
        SealedContent content = decision.content();
        if (content == null || !decision.state().restorable()) {
            throw new IllegalArgumentException(
                    "snapshot " + decision.subject().snapshot() + " is " + decision.state() + " and cannot be read");
        }
        StoreKey key = keys.unwrap(
                decision.subject().store(),
                content.epoch(),
                repository.wrappedKeys(decision.subject().store()));
        return new SnapshotReader(repository, decision, key, SnapshotDescription.read(repository, decision, key));
    }

    public Manifest manifest() {
        return description.manifest();
    }

    /** Every segment the snapshot needs. */
    public SegmentList segments() {
        return description.list();
    }

    /**
     * A stream from its beginning. {@code read} throws an {@link java.io.IOException} whose cause is a
     * {@link DamagedSnapshotException} before it hands out a wrong byte; the end is reported only once total length and
     * SHA-256 were found right. Close it, since it reads ahead.
     *
     * @throws IllegalArgumentException if the snapshot has no stream of that name
     */
    public InputStream stream(String name) {
        return stream(name, 0);
    }

    /**
     * A stream from a place in its middle. Of what lies before it only the indexes of segments are read, and nothing of what lies
     * behind what is read but a few blocks ahead. As {@link #stream(String)}, but that the end is reported once the length was found
     * right: each chunk proves itself, the stream's digest only the whole.
     *
     * @param offset of the first byte, from 0 to the stream's length
     */
    public InputStream stream(String name, long offset) {
        Manifest.Stream stream = manifest().stream(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "snapshot " + decision.subject().snapshot() + " has no stream '" + name + "'; it has "
                                + manifest().streams().stream()
                                        .map(Manifest.Stream::name)
                                        .toList()));
        String path = RepositoryLayout.segmentsOf(
                decision.subject().store(), decision.subject().snapshot(), AttemptId.of(decision.content()));
        if (offset < 0 || offset > stream.bytes()) {
            throw new IllegalArgumentException(
                    "stream '" + name + "' has " + stream.bytes() + " bytes, none at " + offset);
        }
        BlockFetcher fetcher = new BlockFetcher(repository, indexes, stream.runs(), offset, openers, "fetch-" + name);
        return new StreamInput(path, stream, offset, fetcher);
    }

    /**
     * Reads every segment the snapshot needs, of its owners too: length, SHA-256, every seal. Before a destructive restore.
     *
     * @param progress is told the bytes read so far; by several threads, one at a time
     * @return bytes read
     * @throws DamagedSnapshotException at the first object that is not whole
     */
    public long verifyAll(LongConsumer progress) throws InterruptedException {
        AtomicLong done = new AtomicLong();
        Object turn = new Object();
        List<Future<?>> passes = new ArrayList<>();
        int manifest = decision.content().manifest().first();
        for (SegmentList.Located segment : description.list().all()) {
            boolean own = segment.id().snapshot().equals(decision.subject().snapshot());
            SegmentKind kind = own && segment.id().number() >= manifest ? SegmentKind.MANIFEST : SegmentKind.DATA;
            passes.add(openers.submit(opener -> {
                SegmentPass.open(repository, opener, kind, segment, bytes -> {
                    synchronized (turn) {
                        progress.accept(done.addAndGet(bytes));
                    }
                });
                return segment;
            }));
        }
        try {
            for (Future<?> pass : passes) {
                pass.get();
            }
            return done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RepositoryException known) {
                throw known;
            }
            throw new IllegalStateException(
                    "cannot verify " + decision.subject().snapshot(), e.getCause());
        } finally {
            passes.forEach(pass -> pass.cancel(true));
        }
    }

    /** Bytes that {@link #verifyAll} reads. */
    public long storedBytes() {
        return description.list().all().stream()
                .mapToLong(SegmentList.Located::length)
                .sum();
    }

    /** Ends its threads; close its streams before. */
    @Override
    public void close() {
        openers.close();
    }
}
