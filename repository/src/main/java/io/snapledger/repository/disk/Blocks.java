package io.snapledger.repository.disk;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The way to a file in whole blocks: the channel, its alignment, and a buffer that is aligned as well. */
final class Blocks implements AutoCloseable {

    private static final int BUFFER = 1 << 20;
    private static final int LARGEST_BLOCK = 64 << 10;

    /** Buffers that are not in use, as many as files were open at once. */
    private static final Queue<ByteBuffer> IDLE = new ConcurrentLinkedQueue<>();

    private final Path file;
    private final OpenOption how;
    final ByteBuffer buffer;
    private FileChannel channel;
    private int alignment;
    private boolean closed;

    private Blocks(Path file, OpenOption how, FileChannel channel, int alignment) {
        this.file = file;
        this.how = how;
        this.channel = channel;
        this.alignment = alignment;
        ByteBuffer idle = IDLE.poll();
        this.buffer = idle == null ? aligned() : idle.clear();
    }

    private static ByteBuffer aligned() {
        return ByteBuffer.allocateDirect(BUFFER + LARGEST_BLOCK)
                .alignedSlice(LARGEST_BLOCK)
                .slice(0, BUFFER);
    }

    /**
     * @param how to read, or to write
     */
    static Blocks open(Path file, OpenOption how) throws IOException {
        return open(file, how, alignment(file));
    }

    static Blocks open(Path file, OpenOption how, int alignment) throws IOException {
        if (alignment > 1) {
            try {
                return new Blocks(file, how, FileChannel.open(file, how, ExtendedOpenOption.DIRECT), alignment);
            } catch (IOException | UnsupportedOperationException e) {
                // what is wrong with the file itself is told by the other way, too
            }
        }
        return new Blocks(file, how, FileChannel.open(file, how), 1);
    }

    FileChannel channel() {
        return channel;
    }

    /** In bytes; 1 if the page cache lies between. */
    int alignment() {
        return alignment;
    }

    /** Goes on through the page cache if nothing was moved yet: some file systems refuse direct I/O only when it is used. */
    boolean fallBack() throws IOException {
        if (alignment == 1 || !channel.isOpen() || channel.position() > 0) {
            return false;
        }
        channel.close();
        channel = FileChannel.open(file, how);
        alignment = 1;
        return true;
    }

    private static int alignment(Path file) {
        try {
            long block = Files.getFileStore(file).getBlockSize();
            return block > 0 && block <= LARGEST_BLOCK && Long.bitCount(block) == 1 ? (int) block : 1;
        } catch (IOException | UnsupportedOperationException e) {
            return 1;
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            channel.close();
            IDLE.add(buffer);
        }
    }
}
