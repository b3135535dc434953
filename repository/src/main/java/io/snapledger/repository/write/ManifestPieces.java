package io.snapledger.repository.write;

import com.github.luben.zstd.ZstdCompressCtx;
import io.snapledger.repository.format.SegmentFormat;
import io.snapledger.repository.keys.StoreKey;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Mac;

/** Stores the manifest's text as chunks of 256 KiB. For one thread. */
final class ManifestPieces extends OutputStream {

    static final int PIECE = 256 << 10;

    private final SegmentAssembler assembler;
    private final Mac mac;
    private final byte[] piece = new byte[PIECE];
    private final byte[] packed = new byte[PIECE + 4096];
    private int used;

    ManifestPieces(SegmentAssembler assembler, StoreKey key) {
        this.assembler = assembler;
        try {
            this.mac = Mac.getInstance("HmacSHA256");
            this.mac.init(key.chunkIds());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        for (int done = 0; done < length; ) {
            int now = Math.min(length - done, PIECE - used);
            System.arraycopy(bytes, offset + done, piece, used, now);
            used += now;
            done += now;
            if (used == PIECE) {
                store();
            }
        }
    }

    @Override
    public void close() throws IOException {
        store();
    }

    private void store() throws IOException {
        if (used == 0) {
            return;
        }
        mac.update(piece, 0, used);
        byte[] id = mac.doFinal();
        try (ZstdCompressCtx zstd = new ZstdCompressCtx()) {
            zstd.setLevel(3);
            int shrunk = zstd.compressByteArray(packed, 0, packed.length, piece, 0, used);
            assembler.append(packed, 0, shrunk, id, 0, used, SegmentFormat.ZSTD);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while writing the manifest").initCause(e);
        }
        used = 0;
    }
}
