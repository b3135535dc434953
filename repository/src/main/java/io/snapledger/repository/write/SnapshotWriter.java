package io.snapledger.repository.write;

import io.snapledger.events.ManifestReference;
import io.snapledger.events.ObjectReference;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.format.Chunker;
import io.snapledger.repository.format.Manifest;
import io.snapledger.repository.format.ManifestCodec;
import io.snapledger.repository.format.ManifestFacts;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.format.Sha256;
import io.snapledger.repository.keys.StoreKey;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes a snapshot out of named streams: chunks, keyed digests, deduplication, zstd, AES-256-GCM, segments. Memory is bounded
 * whatever the length of the streams: about 28 MiB of heap, 3 MiB of direct buffers, up to 19 MiB for the chunks of this snapshot, and
 * 16 bytes for each run of neighbouring chunks. A failure in any stage fails every later call with an {@link IOException} that has it
 * as its cause; it never makes a shorter snapshot. Closing without {@link #seal} aborts and leaves no thread.
 */
public final class SnapshotWriter implements AutoCloseable {

    /** Streams that may be open at once. */
    private static final int OPEN_STREAMS = 3;

    private static final int BATCHES = 12;

    private final StoreName store;
    private final SnapshotId snapshot;
    private final AttemptId attempt;
    private final StoreKey key;
    private final SegmentSink sink;
    private final WriterOptions options;
    private final Chunker chunker;
    private final Counters counters = new Counters();
    private final Map<String, StreamState> streams = new LinkedHashMap<>();
    private final UsedOwners owners;
    private final SegmentAssembler assembler;
    private final Pipeline pipeline;
    private final List<ChunkWorker> workers;
    private final StreamDigester digester;

    private int openStreams;
    private boolean ended;
    private ManifestFacts facts;
    private SealedSnapshot sealed;

    private SnapshotWriter(
            StoreName store,
            SnapshotId snapshot,
            AttemptId attempt,
            StoreKey key,
            BaseIndex base,
            SegmentSink sink,
            WriterOptions options) {
        this.store = store;
        this.snapshot = snapshot;
        this.attempt = attempt;
        this.key = key;
        this.sink = sink;
        this.options = options;
        this.chunker = new Chunker(key.gear(), options.sizes());
        this.owners = new UsedOwners(base);
        this.assembler = new SegmentAssembler(store, snapshot, attempt, key, sink, options, counters);
        Batch end = Batch.end();
        OwnChunks own = new OwnChunks();
        this.pipeline = new Pipeline(
                "snapshot-" + snapshot,
                Stream.generate(() -> Batch.of(options.sizes())).limit(BATCHES).toList(),
                end);
        this.workers = Stream.generate(() -> new ChunkWorker(key, options.zstdLevel(), base, own, end))
                .limit(options.workers())
                .toList();
        this.digester = new StreamDigester(pipeline, end);
        pipeline.stage("digest", List.of(digester));
        pipeline.stage("chunks", List.copyOf(workers));
        pipeline.stage(
                "segments",
                List.of(new SegmentStage(pipeline, assembler, own, owners, counters, end, this::writeManifest)));
    }

    /**
     * Opens a writer and starts its threads.
     *
     * @param base chunks that need not be stored again; {@link BaseIndex#none()} for a full snapshot. Close it after the writer
     */
    public static SnapshotWriter open(
            StoreName store,
            SnapshotId snapshot,
            AttemptId attempt,
            StoreKey key,
            BaseIndex base,
            SegmentSink sink,
            WriterOptions options) {
        SnapshotWriter writer = new SnapshotWriter(store, snapshot, attempt, key, base, sink, options);
        writer.pipeline.start();
        return writer;
    }

    /**
     * Opens a stream. Up to 3 may be open at once, each written by one thread. {@code close} ends it; a stream that is not closed
     * makes {@link #seal} fail.
     *
     * @param name unique in the snapshot, {@code [A-Za-z0-9][A-Za-z0-9._-]{0,127}}
     */
    public synchronized OutputStream stream(String name) throws IOException {
        pipeline.requireNoFailure();
        requireNotEnded();
        Manifest.Stream.requireName(name);
        if (openStreams == OPEN_STREAMS) {
            throw new IllegalStateException("at most " + OPEN_STREAMS + " streams may be open at once");
        }
        StreamState stream = new StreamState(name);
        if (streams.putIfAbsent(name, stream) != null) {
            throw new IllegalArgumentException("stream '" + name + "' was opened before");
        }
        openStreams++;
        return new StreamOutput(pipeline, counters, chunker, options.sizes(), stream, this::streamClosed);
    }

    private synchronized void streamClosed() {
        openStreams--;
    }

    public WriterProgress progress() {
        return counters.progress();
    }

    /** Waits for all stages, writes the manifest as the last segments, and the segment list. Ends the writer. */
    public SealedSnapshot seal(ManifestFacts about) throws IOException, InterruptedException {
        synchronized (this) {
            pipeline.requireNoFailure();
            requireNotEnded();
            if (!about.order().snapshot().equals(snapshot.value())
                    || !about.order().store().equals(store.value())) {
                throw new IllegalArgumentException(
                        "the order of " + about.order().store() + "/"
                                + about.order().snapshot() + " does not describe " + store + "/" + snapshot);
            }
            for (StreamState stream : streams.values()) {
                if (!stream.closed) {
                    throw new IOException("stream '" + stream.name + "' was not closed: the dump is not whole");
                }
            }
            facts = about;
        }
        try {
            pipeline.finish();
        } catch (InterruptedException e) {
            pipeline.fail(e);
            throw e;
        } finally {
            close();
        }
        return sealed;
    }

    /** The last act of the thread that writes segments. */
    private void writeManifest() throws IOException, InterruptedException {
        int first = assembler.beginManifest();
        List<SegmentList.Use> uses = owners.uses();
        List<Manifest.Stream> all = new ArrayList<>();
        digester.awaitEnd();
        streams.values().forEach(stream -> all.add(stream.sealed()));
        SegmentList withoutManifest = new SegmentList(store, snapshot, attempt, List.of(), uses);
        try (ManifestPieces pieces = new ManifestPieces(assembler, key)) {
            ManifestCodec.write(manifest(withoutManifest, all), pieces);
        }
        assembler.finish();
        SegmentList list = new SegmentList(store, snapshot, attempt, assembler.done(), uses);
        byte[] text = list.write();
        ObjectReference listReference = new ObjectReference(text.length, Sha256.hex(text));
        sink.list(text, listReference.sha256());
        sealed = new SealedSnapshot(
                key.epoch(),
                manifestReference(first),
                listReference,
                list.owners(),
                list.own().size(),
                all.stream().mapToLong(Manifest.Stream::bytes).sum(),
                list.own().stream().mapToLong(SegmentList.Entry::length).sum(),
                all.stream()
                        .map(stream -> new SealedSnapshot.Stream(stream.name(), stream.bytes(), stream.sha256()))
                        .toList());
    }

    private Manifest manifest(SegmentList list, List<Manifest.Stream> all) {
        return new Manifest(facts, attempt, key.epoch(), list.owners(), all);
    }

    private ManifestReference manifestReference(int first) {
        List<SegmentList.Entry> last =
                assembler.done().subList(first - 1, assembler.done().size());
        long length = last.stream().mapToLong(SegmentList.Entry::length).sum();
        return new ManifestReference(first, last.size(), length, assembler.manifestSha256());
    }

    private void requireNotEnded() {
        if (ended) {
            throw new IllegalStateException("the writer of " + snapshot + " has ended");
        }
    }

    /** Gives up: every later call fails, threads end, the sink gets no further call. Safe from any thread, repeatable. */
    public void abort() {
        pipeline.fail(new IOException("the snapshot was aborted"));
        close();
    }

    /** Aborts unless sealed. */
    @Override
    public void close() {
        synchronized (this) {
            ended = true;
        }
        if (sealed == null) {
            pipeline.fail(new IOException("the snapshot was aborted"));
        }
        pipeline.joinUninterruptibly();
        synchronized (this) {
            workers.forEach(ChunkWorker::close);
            try {
                assembler.close();
            } catch (IOException e) {
                // what was open is worthless, and the sink knows which segments it was told of
            }
        }
    }
}
