package io.snapledger.posix;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/**
 * Small files that are there whole or not at all, whatever ends the process or the machine: written under another name, synced, named, and
 * the directory synced. They are their owner's alone (mode 0600).
 */
public final class DurableFile {

    /** What a write that was cut short leaves behind: nothing counts that begins so. */
    public static final String UNFINISHED = ".unfinished-";

    private DurableFile() {}

    /**
     * Writes a file unless there is one of that name, which then counts, whoever has made it.
     *
     * @return whether it was written
     */
    public static boolean create(Path file, byte[] content) throws IOException {
        if (Files.exists(file)) {
            return false;
        }
        Path written = write(file, content);
        try {
            Files.createLink(file, written);
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.delete(written);
        }
        syncDirectory(file.toAbsolutePath().getParent());
        return true;
    }

    /** Writes a file in the place of the one that may be there. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path written = write(file, content);
        try {
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(written);
            throw e;
        }
        syncDirectory(file.toAbsolutePath().getParent());
    }

    /** Makes the names in a directory (created, renamed, removed) durable. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    private static Path write(Path file, byte[] content) throws IOException {
        Path written = file.toAbsolutePath().resolveSibling(UNFINISHED + UUID.randomUUID());
        try (FileChannel channel = FileChannel.open(
                written,
                Set.of(CREATE_NEW, WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(written);
            throw e;
        }
        return written;
    }
}
