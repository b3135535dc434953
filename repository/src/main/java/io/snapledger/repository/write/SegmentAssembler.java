package io.snapledger.repository.write;

import io.snapledger.repository.AttemptId;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.format.SegmentCipher;
import io.snapledger.repository.format.SegmentFormat;
import io.snapledger.repository.format.SegmentKind;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.format.Sha256;
import io.snapledger.repository.keys.StoreKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Seals payloads into segments, one after the other, and hands each to the sink. Sealing lies here and not in the workers, since only
 * here it is known which chunk becomes which number of which segment. For one thread.
 */
final class SegmentAssembler {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int OUT = 1 << 20;

    private final StoreName store;
    private final SnapshotId snapshot;
    private final AttemptId attempt;
    private final StoreKey key;
    private final SegmentSink sink;
    private final int limit;
    private final Counters counters;
    private final List<SegmentList.Entry> done = new ArrayList<>();

    private final byte[] out;
    private final ByteBuffer direct;
    private int used;

    private SegmentKind kind = SegmentKind.DATA;
    private MessageDigest manifestDigest;
    private MessageDigest digest = Sha256.digest();
    private WritableByteChannel channel;
    private SegmentCipher cipher;
    private long length;
    private int chunks;
    private byte[] entries = new byte[SegmentFormat.ENTRY * 1024];

    SegmentAssembler(
            StoreName store,
            SnapshotId snapshot,
            AttemptId attempt,
            StoreKey key,
            SegmentSink sink,
            WriterOptions options,
            Counters counters) {
        this.store = store;
        this.snapshot = snapshot;
        this.attempt = attempt;
        this.key = key;
        this.sink = sink;
        this.limit = options.segmentBytes();
        this.counters = counters;
        this.out = new byte[OUT + Math.max(options.sizes().max(), ManifestPieces.PIECE) + 4096];
        this.direct = ByteBuffer.allocateDirect(out.length);
    }

    /** Number of the segment that is open or will be the next. */
    int number() {
        return done.size() + 1;
    }

    /** Stores a payload; returns its number within segment {@link #number}, which is open afterwards. */
    int append(byte[] payload, int offset, int payloadLength, byte[] ids, int idOffset, int plainLength, byte codec)
            throws IOException, InterruptedException {
        if (channel != null && lengthWith(payloadLength) > limit) {
            finish();
        }
        if (channel == null) {
            begin();
        }
        cipher.seal(chunks, payload, offset, payloadLength, out, used);
        used += payloadLength + SegmentFormat.TAG;
        length += payloadLength + SegmentFormat.TAG;
        if (used >= OUT) {
            flush();
        }
        describe(ids, idOffset, plainLength, payloadLength, codec);
        return chunks++;
    }

    private long lengthWith(int payloadLength) {
        return length
                + payloadLength
                + SegmentFormat.TAG
                + (chunks + 1L) * SegmentFormat.ENTRY
                + SegmentFormat.TAG
                + SegmentFormat.TRAILER;
    }

    private void describe(byte[] ids, int idOffset, int plainLength, int payloadLength, byte codec) {
        int at = chunks * SegmentFormat.ENTRY;
        if (at == entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        ByteBuffer.wrap(entries, at, SegmentFormat.ENTRY)
                .put(ids, idOffset, SegmentFormat.ID)
                .putInt(plainLength)
                .putInt(payloadLength)
                .put(codec);
    }

    private void begin() throws IOException, InterruptedException {
        byte[] salt = new byte[SegmentFormat.SALT];
        RANDOM.nextBytes(salt);
        channel = sink.begin(number());
        cipher = SegmentCipher.of(key, kind, new SegmentId(store, snapshot, attempt, number()), salt);
        chunks = 0;
        length = SegmentFormat.HEADER;
        SegmentFormat.putHeader(ByteBuffer.wrap(out), kind, salt);
        used = SegmentFormat.HEADER;
    }

    /** Ends the open segment, if there is one, and hands it over. */
    void finish() throws IOException, InterruptedException {
        if (channel == null) {
            return;
        }
        flush();
        int index = chunks * SegmentFormat.ENTRY;
        byte[] tail = new byte[index + SegmentFormat.TAG + SegmentFormat.TRAILER];
        cipher.seal(SegmentFormat.INDEX_COUNTER, entries, 0, index, tail, 0);
        SegmentFormat.putTrailer(
                ByteBuffer.wrap(tail, index + SegmentFormat.TAG, SegmentFormat.TRAILER),
                chunks,
                index + SegmentFormat.TAG);
        write(tail, tail.length);
        length += tail.length;
        close();
        SegmentList.Entry entry = new SegmentList.Entry(number(), length, Sha256.hex(digest));
        sink.staged(entry.number(), entry.length(), entry.sha256());
        done.add(entry);
        counters.segments.incrementAndGet();
    }

    private void flush() throws IOException {
        write(out, used);
        used = 0;
    }

    private void write(byte[] bytes, int count) throws IOException {
        digest.update(bytes, 0, count);
        if (manifestDigest != null) {
            manifestDigest.update(bytes, 0, count);
        }
        counters.stored.addAndGet(count);
        for (int done = 0; done < count; ) {
            int now = Math.min(count - done, direct.capacity());
            direct.clear().put(bytes, done, now).flip();
            while (direct.hasRemaining()) {
                channel.write(direct);
            }
            done += now;
        }
    }

    /** From now on segments hold the manifest; returns the number of the first. */
    int beginManifest() throws IOException, InterruptedException {
        finish();
        kind = SegmentKind.MANIFEST;
        manifestDigest = Sha256.digest();
        return number();
    }

    /** Digest of all segments since {@link #beginManifest}. */
    String manifestSha256() {
        return Sha256.hex(manifestDigest);
    }

    /** Segments handed over. */
    List<SegmentList.Entry> done() {
        return done;
    }

    /** Closes what is open, without handing it over. */
    void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
