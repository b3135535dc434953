package io.snapledger.repository.write;

import com.github.luben.zstd.ZstdCompressCtx;
import io.snapledger.repository.format.SegmentFormat;
import io.snapledger.repository.keys.StoreKey;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/** Names chunks by their keyed digest, and compresses those that are not known yet. One for each thread. */
final class ChunkWorker implements Pipeline.Stage {

    /** A payload must be this much shorter than its chunk, as a share of 32, to be worth opening it again. */
    private static final int WORTH = 1;

    /** What is tried first after a chunk that would not shrink. */
    private static final int PROBE = 8 << 10;

    private final Mac mac;
    private final ZstdCompressCtx zstd;
    private final int level;
    private final BaseIndex base;
    private final OwnChunks own;
    private final Batch end;
    private final byte[] probe = new byte[PROBE * 2];
    private boolean stubborn;

    ChunkWorker(StoreKey key, int level, BaseIndex base, OwnChunks own, Batch end) {
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(key.chunkIds());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
        this.level = level;
        this.zstd = new ZstdCompressCtx();
        this.zstd.setLevel(Math.max(level, 1));
        this.base = base;
        this.own = own;
        this.end = end;
    }

    @Override
    public void take(Batch batch) throws GeneralSecurityException {
        if (batch == end) {
            return;
        }
        int packed = 0;
        for (int chunk = 0; chunk < batch.chunks; chunk++) {
            int start = batch.start(chunk);
            int length = batch.ends[chunk] - start;
            mac.update(batch.data, start, length);
            mac.doFinal(batch.ids, chunk * SegmentFormat.ID);
            batch.known[chunk] = find(batch.idPart(chunk, 0), batch.idPart(chunk, 1));
            if (batch.known[chunk] == Location.NONE) {
                packed += compress(batch, chunk, start, length, packed);
            }
        }
        batch.markWorked();
    }

    private long find(long high, long low) {
        long location = own.find(high, low);
        return location == Location.NONE ? base.find(high, low) : location;
    }

    /** Returns how much of {@code packed} it used. */
    private int compress(Batch batch, int chunk, int start, int length, int packed) {
        if (level > 0 && !(stubborn && refuses(batch.data, start, length))) {
            int shrunk = zstd.compressByteArray(
                    batch.packed, packed, batch.packed.length - packed, batch.data, start, length);
            stubborn = !worth(shrunk, length);
            if (!stubborn) {
                batch.codecs[chunk] = SegmentFormat.ZSTD;
                batch.packedOffsets[chunk] = packed;
                batch.packedLengths[chunk] = shrunk;
                return shrunk;
            }
        }
        batch.codecs[chunk] = SegmentFormat.STORED;
        batch.packedOffsets[chunk] = start;
        batch.packedLengths[chunk] = length;
        return 0;
    }

    private boolean refuses(byte[] data, int start, int length) {
        if (length < PROBE * 4) {
            return false;
        }
        int shrunk = zstd.compressByteArray(probe, 0, probe.length, data, start + length / 2, PROBE);
        return !worth(shrunk, PROBE);
    }

    private static boolean worth(int shrunk, int length) {
        return shrunk < length - length * WORTH / 32;
    }

    void close() {
        zstd.close();
    }
}
