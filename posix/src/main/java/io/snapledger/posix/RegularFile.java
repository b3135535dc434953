package io.snapledger.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A regular file that is open: no FIFO, device, socket, directory or symbolic link can be one. One thread at a time may use it and close it,
 * except for reads and writes at a position, which may run at the same time.
 */
public final class RegularFile implements AutoCloseable {

    static final int FOR_READING = Kernel.O_RDONLY | Kernel.O_NONBLOCK | Kernel.O_NOCTTY | Kernel.O_CLOEXEC;

    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int LOCK_EXCLUSIVE = 2;
    private static final int LOCK_NOT_WAITING = 4;
    private static final int TRANSFER = 256 * 1024;
    private static final byte[] ITSELF = {0};

    private static final ThreadLocal<Memory> BUFFER = ThreadLocal.withInitial(() -> new Memory(TRANSFER));

    private final Descriptor descriptor;
    private final Location location;

    RegularFile(Descriptor descriptor, Location location) {
        this.descriptor = descriptor;
        this.location = location;
    }

    /** What was opened, if it is a regular file; if not, it is closed. */
    static RegularFile checked(Descriptor opened, Location location) throws IOException {
        try {
            check(Status.of(opened.number(), ITSELF, location), location);
            return new RegularFile(opened, location);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    static void check(Status status, Location location) throws NotRegularFileException {
        if (status.type() != Status.Type.REGULAR_FILE) {
            throw new NotRegularFileException(location, status.type());
        }
    }

    /**
     * Opens a regular file for reading by a path that is trusted: symbolic links in it, also at its end, are followed. Never waits for
     * anything else.
     *
     * @throws NotRegularFileException if it is anything else
     */
    public static RegularFile open(Path path) throws IOException {
        byte[] name = Location.terminated(path);
        Location location = Location.of(path);
        return checked(Descriptor.opened(() -> LibC.open(name, FOR_READING, 0), location), location);
    }

    /**
     * Reads a whole file by a path that is trusted, as {@link #open}.
     *
     * @param limit most bytes
     * @throws FileSystemException if it is longer
     */
    public static byte[] readWhole(Path path, int limit) throws IOException {
        try (RegularFile file = open(path)) {
            return file.readWhole(limit);
        }
    }

    /** Reads a whole file of a directory, as {@link Directory#file} and {@link #readWhole(Path, int)}. */
    public static byte[] readWhole(Directory directory, ByteName name, int limit) throws IOException {
        try (RegularFile file = directory.file(name)) {
            return file.readWhole(limit);
        }
    }

    /** Its size is only believed to be too long: a file may grow meanwhile, and those of /proc say 0. */
    private byte[] readWhole(int limit) throws IOException {
        long size = status().size();
        if (size <= limit) {
            byte[] bytes = input().readNBytes(limit == Integer.MAX_VALUE ? limit : limit + 1);
            if (bytes.length <= limit) {
                return bytes;
            }
        }
        throw new FileSystemException(
                location.toString(), null, "has more than the " + limit + " bytes that it may have at most");
    }

    public Status status() throws IOException {
        return Status.of(descriptor.number(), ITSELF, location);
    }

    /** Reads on. @return how many bytes; -1 at the end */
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return into(bytes, offset, length, (address, count) -> LibC.read(descriptor.number(), address, count));
    }

    /** Reads at a position, which moves nothing. @return how many bytes; -1 at or behind the end */
    public int readAt(long position, byte[] bytes, int offset, int length) throws IOException {
        return into(
                bytes, offset, length, (address, count) -> LibC.pread(descriptor.number(), address, count, position));
    }

    /** Reads exactly so many bytes. @throws EOFException if the file ends before */
    public void readFullyAt(long position, byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int read = readAt(position + done, bytes, offset + done, length - done);
            if (read < 0) {
                throw new EOFException("'" + location + "' ends at byte " + (position + done));
            }
            done += read;
        }
    }

    /** Writes all, on. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        from(bytes, offset, length, (address, count, done) -> LibC.write(descriptor.number(), address, count));
    }

    /** Writes all at a position, which moves nothing. */
    public void writeAt(long position, byte[] bytes, int offset, int length) throws IOException {
        from(
                bytes,
                offset,
                length,
                (address, count, done) -> LibC.pwrite(descriptor.number(), address, count, position + done));
    }

    @FunctionalInterface
    private interface Reading {
        long run(long address, long count);
    }

    @FunctionalInterface
    private interface Writing {
        long run(long address, long count, long done);
    }

    private int into(byte[] bytes, int offset, int length, Reading call) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        Memory buffer = BUFFER.get();
        int most = Math.min(length, TRANSFER);
        int read = (int) Descriptor.retried(() -> call.run(Pointer.nativeValue(buffer), most), location);
        buffer.read(0, bytes, offset, read);
        return read == 0 ? -1 : read;
    }

    private void from(byte[] bytes, int offset, int length, Writing call) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        Memory buffer = BUFFER.get();
        for (int done = 0; done < length; ) {
            int so = done;
            int most = Math.min(length - done, TRANSFER);
            buffer.write(0, bytes, offset + done, most);
            done += (int) Descriptor.retried(() -> call.run(Pointer.nativeValue(buffer), most, so), location);
        }
    }

    /** From here to the end; closing it leaves the file open. */
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return RegularFile.this.read(bytes, offset, length);
            }
        };
    }

    /** From here on; closing it leaves the file open. Not buffered. */
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                RegularFile.this.write(bytes, offset, length);
            }
        };
    }

    /**
     * Where the next data begin, at this position or behind it; -1 if only holes follow. A file system that knows no holes says that all
     * is data. Moves where {@link #read} and {@link #write} go on.
     */
    public long nextData(long from) throws IOException {
        long found = LibC.lseek(descriptor.number(), from, SEEK_DATA);
        if (found >= 0) {
            return found;
        }
        return switch (LibC.errno()) {
            case SystemCallException.ENXIO -> -1;
            case SystemCallException.EINVAL -> from < status().size() ? from : -1;
            default -> throw SystemCallException.of(location, LibC.errno());
        };
    }

    /** Where the next hole begins, at this position or behind it, the end of the file at last; moves as {@link #nextData}. */
    public long nextHole(long from) throws IOException {
        long found = LibC.lseek(descriptor.number(), from, SEEK_HOLE);
        if (found >= 0) {
            return found;
        }
        return switch (LibC.errno()) {
            case SystemCallException.ENXIO, SystemCallException.EINVAL -> Math.max(from, status().size());
            default -> throw SystemCallException.of(location, LibC.errno());
        };
    }

    /** Cuts it, or makes it longer by a hole. */
    public void truncate(long size) throws IOException {
        Descriptor.retried(() -> LibC.ftruncate(descriptor.number(), size), location);
    }

    /** Brings content and attributes to the disk; its name needs {@link Directory#sync}. */
    public void sync() throws IOException {
        Descriptor.retried(() -> LibC.fsync(descriptor.number()), location);
    }

    /**
     * Locks the file, see flock(2), until it is closed or the process ends, however it ends.
     *
     * @return false if it is locked by whoever else opened it, in this process too
     */
    public boolean tryLock() throws IOException {
        try {
            Descriptor.retried(() -> LibC.flock(descriptor.number(), LOCK_EXCLUSIVE | LOCK_NOT_WAITING), location);
            return true;
        } catch (SystemCallException e) {
            if (e.errno() == SystemCallException.EAGAIN) {
                return false;
            }
            throw e;
        }
    }

    /** @param mode 12 bits */
    public void setMode(int mode) throws IOException {
        Descriptor.retried(() -> LibC.fchmod(descriptor.number(), mode), location);
    }

    /** Takes set-uid and set-gid away: set the mode after it. */
    public void setOwner(long owner, long group) throws IOException {
        Descriptor.retried(
                () -> LibC.fchownat(descriptor.number(), ITSELF, (int) owner, (int) group, Kernel.AT_EMPTY_PATH),
                location);
    }

    /** Sets when it was modified, and when it was read, to the same. */
    public void setTimes(Timestamp modified) throws IOException {
        Descriptor.retried(() -> LibC.futimens(descriptor.number(), modified.forBoth()), location);
    }

    /**
     * A path that leads to this file, whatever becomes of its name, until it is closed: for what only paths can do, such as direct I/O or
     * sending by the kernel (proc(5), /proc/pid/fd).
     */
    public Path path() {
        return Path.of("/proc/self/fd/" + descriptor.number());
    }

    @Override
    public void close() {
        descriptor.close();
    }

    /** Where it was opened. */
    @Override
    public String toString() {
        return location.toString();
    }
}
