package io.snapledger.repository.write;

import io.snapledger.repository.format.ChunkSizes;
import io.snapledger.repository.format.Chunker;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** Cuts one stream into chunks and hands them over in batches. For one thread. */
final class StreamOutput extends OutputStream {

    private final Pipeline pipeline;
    private final Counters counters;
    private final Chunker chunker;
    private final StreamState stream;
    private final Runnable onClose;

    /** What of the last batch belongs to a chunk that is not cut yet. */
    private final byte[] rest;

    private final byte[] one = new byte[1];
    private int restLength;
    private Batch batch;
    private boolean closed;

    StreamOutput(
            Pipeline pipeline,
            Counters counters,
            Chunker chunker,
            ChunkSizes sizes,
            StreamState stream,
            Runnable onClose) {
        this.pipeline = pipeline;
        this.counters = counters;
        this.chunker = chunker;
        this.stream = stream;
        this.onClose = onClose;
        this.rest = new byte[sizes.max()];
    }

    @Override
    public void write(int b) throws IOException {
        one[0] = (byte) b;
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("stream '" + stream.name + "' is closed");
        }
        pipeline.requireNoFailure();
        int from = offset;
        int left = length;
        while (left > 0) {
            Batch into = batch();
            int now = Math.min(left, into.data.length - into.length);
            System.arraycopy(bytes, from, into.data, into.length, now);
            into.length += now;
            from += now;
            left -= now;
            if (into.length == into.data.length) {
                handOver(false);
            }
        }
        counters.read.addAndGet(length);
    }

    private Batch batch() throws IOException {
        if (batch == null) {
            batch = pipeline.take();
            batch.begin(stream);
            System.arraycopy(rest, 0, batch.data, 0, restLength);
            batch.length = restLength;
            restLength = 0;
        }
        return batch;
    }

    private void handOver(boolean last) throws IOException {
        Batch full = batch;
        int start = 0;
        while (start < full.length) {
            int end = chunker.cut(full.data, start, full.length);
            if (end < 0) {
                if (!last) {
                    break;
                }
                end = full.length;
            }
            full.ends[full.chunks++] = end;
            start = end;
        }
        restLength = full.length - start;
        System.arraycopy(full.data, start, rest, 0, restLength);
        full.length = start;
        full.lastOfStream = last;
        batch = null;
        counters.chunks.addAndGet(full.chunks);
        pipeline.submit(full);
    }

    /** Ends the stream; the stages may still be at work on it. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                batch();
                handOver(true);
                stream.closed = true;
            } finally {
                onClose.run();
            }
        }
    }
}
