package io.snapledger.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A directory that is open: whatever is renamed or put in its place, it stays this one. All names are entries of it, and no symbolic link
 * is followed. One thread at a time may use it and close it.
 */
public final class Directory implements AutoCloseable {

    private static final int FOR_DIRECTORY = Kernel.O_RDONLY | Kernel.O_DIRECTORY | Kernel.O_CLOEXEC;
    private static final int FOR_FILE = RegularFile.FOR_READING | Kernel.O_NOFOLLOW;
    private static final int FOR_NEW_FILE =
            Kernel.O_RDWR | Kernel.O_CREAT | Kernel.O_EXCL | Kernel.O_NOFOLLOW | Kernel.O_CLOEXEC;
    private static final int LISTING_BUFFER = 64 * 1024;
    private static final int LONGEST_TARGET = 64 * 1024;
    private static final byte[] ITSELF = {0};
    private static final byte[] PARENT = {'.', '.', 0};

    private static final ThreadLocal<Memory> LISTING = ThreadLocal.withInitial(() -> new Memory(LISTING_BUFFER));

    /** What becomes of a name that is there already when another is renamed to it. */
    public enum Collision {
        /** It is replaced. */
        REPLACE(0),
        /** {@link java.nio.file.FileAlreadyExistsException}. */
        REFUSE(1),
        /** Both change their places, in one step. */
        EXCHANGE(2);

        private final int flags;

        Collision(int flags) {
            this.flags = flags;
        }
    }

    private final Descriptor descriptor;
    private final Location location;

    private Directory(Descriptor descriptor, Location location) {
        this.descriptor = descriptor;
        this.location = location;
    }

    /** Opens a trusted root: symbolic links in the path, also at its end, are followed. */
    public static Directory open(Path path) throws IOException {
        byte[] name = Location.terminated(path);
        Location location = Location.of(path);
        return new Directory(Descriptor.opened(() -> LibC.open(name, FOR_DIRECTORY, 0), location), location);
    }

    /** The names of all entries but {@code .} and {@code ..}, in no order. */
    public List<ByteName> names() throws IOException {
        List<ByteName> names = new ArrayList<>();
        Memory buffer = LISTING.get();
        // A descriptor of its own begins at the first entry.
        try (Descriptor listing = Descriptor.opened(
                () -> LibC.openat(descriptor.number(), new byte[] {'.', 0}, FOR_DIRECTORY, 0), location)) {
            long address = Pointer.nativeValue(buffer);
            long read;
            do {
                read = Descriptor.retried(
                        () -> LibC.syscall(Kernel.GETDENTS64, listing.number(), address, LISTING_BUFFER), location);
                addNames(buffer, read, names);
            } while (read > 0);
        }
        return names;
    }

    /** Each is the kernel's {@code struct linux_dirent64}: inode, offset, length of this record, type, name. */
    private static void addNames(Memory records, long length, List<ByteName> names) {
        for (long at = 0; at < length; at += records.getShort(at + 16) & 0xffff) {
            long from = at + 19;
            ByteName name = ByteName.of(records.getByteArray(from, (int) (records.indexOf(from, (byte) 0))));
            if (name.isEntry()) {
                names.add(name);
            }
        }
    }

    public Status status() throws IOException {
        return Status.of(descriptor.number(), ITSELF, location);
    }

    /** Of an entry; of a symbolic link its own. */
    public Status status(ByteName name) throws IOException {
        return Status.of(descriptor.number(), entry(name), at(name));
    }

    /**
     * Opens a directory in this one.
     *
     * @throws java.nio.file.NotDirectoryException if it is anything else, a symbolic link included
     */
    public Directory directory(ByteName name) throws IOException {
        byte[] entry = entry(name);
        Descriptor opened = Descriptor.opened(
                () -> LibC.openat(descriptor.number(), entry, FOR_DIRECTORY | Kernel.O_NOFOLLOW, 0), at(name));
        return new Directory(opened, at(name));
    }

    /** Opens the directory that this one is in now; which one that is, is for the caller to compare. */
    Directory parent() throws IOException {
        Descriptor opened = Descriptor.opened(
                () -> LibC.openat(descriptor.number(), PARENT, FOR_DIRECTORY | Kernel.O_NOFOLLOW, 0), location);
        return new Directory(opened, location.parent() == null ? at(ByteName.of("..")) : location.parent());
    }

    /**
     * Opens a regular file for reading; never waits for anything else.
     *
     * @throws NotRegularFileException if it is anything else
     */
    public RegularFile file(ByteName name) throws IOException {
        // Looked at before, since even to open a FIFO or a device may act: it wakes who waits at the other end, or
        // rewinds a tape.
        RegularFile.check(status(name), at(name));
        byte[] entry = entry(name);
        return RegularFile.checked(
                Descriptor.opened(() -> LibC.openat(descriptor.number(), entry, FOR_FILE, 0), at(name)), at(name));
    }

    /**
     * Creates a regular file for writing and reading.
     *
     * @param mode 12 bits, exact whatever the umask
     * @throws java.nio.file.FileAlreadyExistsException if the name is there, whatever it stands for
     */
    public RegularFile create(ByteName name, int mode) throws IOException {
        byte[] entry = entry(name);
        RegularFile file = new RegularFile(
                Descriptor.opened(() -> LibC.openat(descriptor.number(), entry, FOR_NEW_FILE, mode & 0600), at(name)),
                at(name));
        try {
            file.setMode(mode);
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Makes a directory and opens it. @param mode 12 bits, exact whatever the umask */
    public Directory make(ByteName name, int mode) throws IOException {
        byte[] entry = entry(name);
        Descriptor.retried(() -> LibC.mkdirat(descriptor.number(), entry, 0700), at(name));
        Directory made = directory(name);
        try {
            made.setMode(mode);
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    /** What a symbolic link leads to, as it was written. */
    public ByteName readLink(ByteName name) throws IOException {
        byte[] entry = entry(name);
        for (int size = 256; size <= LONGEST_TARGET; size *= 4) {
            byte[] buffer = new byte[size];
            long length = Descriptor.retried(
                    () -> LibC.readlinkat(descriptor.number(), entry, buffer, buffer.length), at(name));
            if (length < size) {
                return ByteName.of(Arrays.copyOf(buffer, (int) length));
            }
        }
        throw new FileSystemException(
                at(name).toString(), null, "its target is longer than " + LONGEST_TARGET + " bytes");
    }

    /** Makes a symbolic link. @param target any bytes */
    public void symbolicLink(ByteName name, ByteName target) throws IOException {
        byte[] entry = entry(name);
        Descriptor.retried(() -> LibC.symlinkat(target.terminated(), descriptor.number(), entry), at(name));
    }

    /** Gives a file one more name; a symbolic link gets one itself. */
    public void hardLink(ByteName name, Directory fromDirectory, ByteName from) throws IOException {
        byte[] entry = entry(name);
        byte[] fromEntry = entry(from);
        Descriptor.retried(
                () -> LibC.linkat(fromDirectory.descriptor.number(), fromEntry, descriptor.number(), entry, 0),
                at(name));
    }

    /** Removes anything but a directory. */
    public void remove(ByteName name) throws IOException {
        byte[] entry = entry(name);
        Descriptor.retried(() -> LibC.unlinkat(descriptor.number(), entry, 0), at(name));
    }

    /** Removes an empty directory. */
    public void removeDirectory(ByteName name) throws IOException {
        byte[] entry = entry(name);
        Descriptor.retried(() -> LibC.unlinkat(descriptor.number(), entry, Kernel.AT_REMOVEDIR), at(name));
    }

    /** Renames an entry, in one step, within a file system. */
    public void rename(ByteName name, Directory toDirectory, ByteName to, Collision collision) throws IOException {
        byte[] from = entry(name);
        byte[] there = entry(to);
        Descriptor.retried(
                () -> LibC.syscall(
                        Kernel.RENAMEAT2,
                        descriptor.number(),
                        from,
                        toDirectory.descriptor.number(),
                        there,
                        collision.flags),
                at(name));
    }

    /** Sets when an entry was modified, and when it was read, to the same; of a symbolic link its own. */
    public void setTimes(ByteName name, Timestamp modified) throws IOException {
        byte[] entry = entry(name);
        long[] times = modified.forBoth();
        Descriptor.retried(
                () -> LibC.utimensat(descriptor.number(), entry, times, Kernel.AT_SYMLINK_NOFOLLOW), at(name));
    }

    public void setTimes(Timestamp modified) throws IOException {
        Descriptor.retried(() -> LibC.futimens(descriptor.number(), modified.forBoth()), location);
    }

    /** Gives an entry to an owner and a group; of a symbolic link itself. Takes set-uid and set-gid away: set the mode after it. */
    public void setOwner(ByteName name, long owner, long group) throws IOException {
        setOwner(entry(name), owner, group, at(name));
    }

    public void setOwner(long owner, long group) throws IOException {
        setOwner(ITSELF, owner, group, location);
    }

    private void setOwner(byte[] entry, long owner, long group, Location file) throws IOException {
        int flags = Kernel.AT_SYMLINK_NOFOLLOW | Kernel.AT_EMPTY_PATH;
        Descriptor.retried(() -> LibC.fchownat(descriptor.number(), entry, (int) owner, (int) group, flags), file);
    }

    /** @param mode 12 bits */
    public void setMode(int mode) throws IOException {
        Descriptor.retried(() -> LibC.fchmod(descriptor.number(), mode), location);
    }

    /** Brings the entries, not their contents, to the disk. */
    public void sync() throws IOException {
        Descriptor.retried(() -> LibC.fsync(descriptor.number()), location);
    }

    private static byte[] entry(ByteName name) {
        if (!name.isEntry()) {
            throw new IllegalArgumentException("'" + name + "' cannot stand in a directory");
        }
        return name.terminated();
    }

    private Location at(ByteName name) {
        return location.resolve(name);
    }

    boolean isOpen() {
        return descriptor.isOpen();
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
