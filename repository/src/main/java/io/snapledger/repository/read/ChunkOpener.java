package io.snapledger.repository.read;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.format.SegmentCipher;
import io.snapledger.repository.format.SegmentFormat;
import io.snapledger.repository.format.SegmentIndex;
import io.snapledger.repository.format.SegmentKind;
import io.snapledger.repository.keys.StoreKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;

/** Opens chunks: seal, compression, keyed digest. For one thread; closed by {@link #close}. */
final class ChunkOpener implements AutoCloseable {

    /** Longest sealed payload: the longest chunk, uncompressed. */
    static final int MOST = (1 << 20) + SegmentFormat.TAG;

    private final StoreKey key;
    private final Mac mac;
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

    /** Direct, since AES-GCM is slow for long on heap buffers. */
    private ByteBuffer sealed = ByteBuffer.allocateDirect(0);

    private ByteBuffer payload = sealed;
    private byte[] packed = new byte[0];

    private SegmentIndex segment;
    private SegmentCipher cipher;

    ChunkOpener(StoreKey key) {
        this.key = key;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(key.chunkIds());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    /**
     * Opens a chunk.
     *
     * @param bytes where the sealed payload lies, at {@code offset}
     * @param into gets the plaintext, at {@code at}
     * @return length of the plaintext
     * @throws DamagedSnapshotException if it is not the chunk that was sealed there
     */
    int open(SegmentKind kind, SegmentIndex index, int chunk, byte[] bytes, int offset, byte[] into, int at) {
        int wanted = index.plainLength(chunk);
        if (wanted < 0 || wanted > into.length - at) {
            throw damaged(index, chunk, "chunk of a known size", wanted + " bytes");
        }
        int length = openSeal(kind, index, chunk, bytes, offset);
        if (index.codec(chunk) == SegmentFormat.ZSTD) {
            payload.get(packed, 0, length);
            length = expand(index, chunk, length, into, at, wanted);
        } else if (length <= wanted) {
            payload.get(into, at, length);
        }
        if (length != wanted) {
            throw damaged(index, chunk, wanted + " bytes", length + " bytes");
        }
        mac.update(into, at, length);
        if (!index.isId(chunk, mac.doFinal())) {
            Arrays.fill(into, at, at + length, (byte) 0);
            throw damaged(index, chunk, "the chunk of its id", "another");
        }
        return length;
    }

    /**
     * Opens the seal alone; what was in it is dropped.
     *
     * @throws DamagedSnapshotException if it is broken
     */
    int openSeal(SegmentKind kind, SegmentIndex index, int chunk, byte[] bytes, int offset) {
        if (segment != index) {
            segment = index;
            cipher = SegmentCipher.of(key, kind, index.segment(), index.salt());
        }
        makeRoom(index, chunk);
        sealed.clear().put(bytes, offset, index.sealedLength(chunk)).flip();
        if (!cipher.open(chunk, sealed, payload.clear())) {
            throw damaged(index, chunk, "the payload that was sealed", "a broken seal");
        }
        return payload.flip().remaining();
    }

    /** Small snapshots need small buffers. */
    private void makeRoom(SegmentIndex index, int chunk) {
        int wanted = index.sealedLength(chunk);
        if (wanted > MOST) {
            throw damaged(index, chunk, "a payload of up to " + MOST + " bytes", "a longer one");
        }
        if (sealed.capacity() < wanted) {
            int room = Math.min(MOST, Math.max(4096, Integer.highestOneBit(wanted) * 2));
            sealed = ByteBuffer.allocateDirect(room);
            payload = ByteBuffer.allocateDirect(room);
            packed = new byte[room];
        }
    }

    StoreKey key() {
        return key;
    }

    private int expand(SegmentIndex index, int chunk, int length, byte[] into, int at, int wanted) {
        try {
            return zstd.decompressByteArray(into, at, wanted, packed, 0, length);
        } catch (ZstdException e) {
            throw damaged(index, chunk, wanted + " bytes of zstd", e.getMessage());
        }
    }

    private static DamagedSnapshotException damaged(SegmentIndex index, int chunk, String expected, String found) {
        return new DamagedSnapshotException(RepositoryLayout.segment(index.segment()) + "#" + chunk, expected, found);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
