package io.snapledger.repository.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file from its beginning, in whole blocks. Bytes count only once {@link #finish} has returned. A call that failed, as on
 * a full disk, may be made again, with what is left of its bytes. For one thread.
 */
public final class BlockOutput implements WritableByteChannel {

    private final Blocks blocks;
    private final ByteBuffer buffer;
    private long length;
    private int written;
    private boolean padded;
    private boolean open = true;

    private BlockOutput(Blocks blocks) {
        this.blocks = blocks;
        this.buffer = blocks.buffer;
    }

    /**
     * @param file that is there, and empty
     */
    public static BlockOutput open(Path file) throws IOException {
        return new BlockOutput(Blocks.open(file, StandardOpenOption.WRITE));
    }

    static BlockOutput open(Path file, int alignment) throws IOException {
        return new BlockOutput(Blocks.open(file, StandardOpenOption.WRITE, alignment));
    }

    /** Takes all of it, or fails. */
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        int before = bytes.remaining();
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int now = Math.min(bytes.remaining(), buffer.remaining());
            buffer.put(bytes.slice(bytes.position(), now));
            bytes.position(bytes.position() + now);
            length += now;
        }
        return before;
    }

    private void flush() throws IOException {
        while (written < buffer.position()) {
            try {
                written += blocks.channel().write(buffer.slice(written, buffer.position() - written));
            } catch (IOException e) {
                if (!blocks.fallBack()) {
                    throw e;
                }
            }
        }
        buffer.clear();
        written = 0;
    }

    /** Writes what is left, and returns when the whole file is on the disk. */
    public void finish() throws IOException {
        if (!padded) {
            pad();
            padded = true;
        }
        flush();
        blocks.channel().truncate(length);
        blocks.channel().force(true);
        close();
    }

    /** The last block is written whole; the file is cut to its length afterwards. */
    private void pad() {
        while (buffer.position() % blocks.alignment() != 0) {
            buffer.put((byte) 0);
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** Ends it; without {@link #finish} the file is worthless. */
    @Override
    public void close() throws IOException {
        open = false;
        blocks.close();
    }
}
