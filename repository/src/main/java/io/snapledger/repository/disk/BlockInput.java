package io.snapledger.repository.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Reads a file from its beginning to its end, in whole blocks. For one thread. */
public final class BlockInput extends InputStream {

    private final Blocks blocks;
    private boolean ended;

    private BlockInput(Blocks blocks) {
        this.blocks = blocks;
        blocks.buffer.limit(0);
    }

    public static BlockInput open(Path file) throws IOException {
        return new BlockInput(Blocks.open(file, StandardOpenOption.READ));
    }

    static BlockInput open(Path file, int alignment) throws IOException {
        return new BlockInput(Blocks.open(file, StandardOpenOption.READ, alignment));
    }

    @Override
    public int read() throws IOException {
        return fill() ? blocks.buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int now = Math.min(length, blocks.buffer.remaining());
        blocks.buffer.get(bytes, offset, now);
        return now;
    }

    /** Whether there is a byte in the buffer. A read that is no multiple of blocks was the last. */
    private boolean fill() throws IOException {
        if (blocks.buffer.hasRemaining()) {
            return true;
        }
        if (ended) {
            return false;
        }
        blocks.buffer.clear();
        int read = readBlocks();
        ended = read < 0 || read % blocks.alignment() != 0;
        blocks.buffer.flip();
        return blocks.buffer.hasRemaining();
    }

    private int readBlocks() throws IOException {
        try {
            return blocks.channel().read(blocks.buffer);
        } catch (IOException e) {
            if (!blocks.fallBack()) {
                throw e;
            }
            return blocks.channel().read(blocks.buffer);
        }
    }

    @Override
    public void close() throws IOException {
        blocks.close();
    }
}
