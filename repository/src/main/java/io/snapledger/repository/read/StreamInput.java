package io.snapledger.repository.read;

import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.format.Manifest;
import io.snapledger.repository.format.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** One stream, read ahead by a {@link BlockFetcher}. For one thread. */
final class StreamInput extends InputStream {

    private final String path;
    private final Manifest.Stream stream;
    private final BlockFetcher fetcher;
    private final MessageDigest digest = Sha256.digest();
    private final long offset;

    private Block block;
    private int position;
    private long bytes;
    private boolean begun;
    private boolean ended;
    private IOException failure;

    /**
     * @param path of the snapshot, for messages
     * @param offset of the first byte to hand out, in the fetcher's first block
     */
    StreamInput(String path, Manifest.Stream stream, long offset, BlockFetcher fetcher) {
        this.path = path;
        this.stream = stream;
        this.offset = offset;
        this.fetcher = fetcher;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (!ended && (block == null || position == block.length)) {
            advance();
        }
        if (ended) {
            return -1;
        }
        int now = Math.min(length, block.length - position);
        System.arraycopy(block.plain, position, into, offset, now);
        position += now;
        return now;
    }

    private void advance() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure.getCause());
        }
        try {
            if (block != null) {
                fetcher.giveBack(block);
                block = null;
            }
            Future<Block> next = fetcher.next();
            if (!begun) {
                bytes = fetcher.begin();
            }
            if (next == null) {
                requireWhole();
                ended = true;
            } else {
                block = next.get();
                position = begun ? 0 : (int) (offset - bytes);
                begun = true;
                bytes += block.length;
                digest.update(block.plain, 0, block.length);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("interrupted while reading stream '" + stream.name() + "'").initCause(e);
        } catch (ExecutionException e) {
            failure = new IOException(e.getCause().getMessage(), e.getCause());
            throw failure;
        } catch (DamagedSnapshotException e) {
            failure = new IOException(e.getMessage(), e);
            throw failure;
        }
    }

    private void requireWhole() {
        String found = Sha256.hex(digest);
        if (bytes != stream.bytes() || (offset == 0 && !found.equals(stream.sha256()))) {
            throw new DamagedSnapshotException(
                    path + " stream '" + stream.name() + "'",
                    stream.bytes() + " bytes with sha256 " + stream.sha256(),
                    bytes + " bytes with sha256 " + found);
        }
    }

    @Override
    public void close() {
        fetcher.close();
    }
}
