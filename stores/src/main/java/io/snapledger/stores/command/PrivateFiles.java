package io.snapledger.stores.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A directory of mode 0700 for the private files of this process's tools. A lock that dies with the process tells the
 * next one which directories are left over.
 */
final class PrivateFiles implements AutoCloseable {

    private static final String PREFIX = "snapledger-tools-";
    private static final String LOCK = ".lock";

    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private PrivateFiles(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    static PrivateFiles in(Path configured) throws IOException {
        Path scratch = configured.toAbsolutePath().normalize();
        Files.createDirectories(scratch);
        sweep(scratch);
        Path directory = Files.createTempDirectory(
                scratch, PREFIX, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        OWN.add(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        channel.lock();
        return new PrivateFiles(directory, channel);
    }

    Path directory() {
        return directory;
    }

    /** Writes files for one command; the lease removes them. */
    Lease write(Map<String, byte[]> contents) throws IOException {
        if (contents.isEmpty()) {
            return new Lease(null);
        }
        Path own = make().path();
        for (Map.Entry<String, byte[]> file : contents.entrySet()) {
            Path path = own.resolve(file.getKey());
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(path, file.getValue());
        }
        return new Lease(own);
    }

    /** A directory of mode 0700, as all that are made so. */
    PrivateDirectory make() throws IOException {
        return new PrivateDirectory(Files.createTempDirectory(directory, "c"));
    }

    /** Removes directories whose owner is gone. */
    private static void sweep(Path scratch) throws IOException {
        List<Path> found;
        try (Stream<Path> entries = Files.list(scratch)) {
            found = entries.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
        for (Path left : found) {
            if (isOwnerGone(left)) {
                remove(left);
            }
        }
    }

    /** Opening the lock file of a living runner of this very process would release its lock: those are never asked. */
    private static boolean isOwnerGone(Path directory) {
        if (OWN.contains(directory)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException e) {
            return false; // being made just now, or not ours
        }
    }

    static void remove(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            // someone else sweeps as well
        } catch (IOException e) {
            System.getLogger(PrivateFiles.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot remove private files of tools", e);
        }
    }

    @Override
    public void close() {
        remove(directory);
        OWN.remove(directory);
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The private files of one command. */
    record Lease(Path directory) implements AutoCloseable {

        String resolve(String text) {
            return directory == null ? text : text.replace(Command.FILES, directory.toString());
        }

        @Override
        public void close() {
            if (directory != null) {
                remove(directory);
            }
        }
    }
}
