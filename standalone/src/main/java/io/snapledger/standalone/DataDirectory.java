package io.snapledger.standalone;

import io.snapledger.posix.DurableFile;
import io.snapledger.repository.keys.KeyDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Everything that a standalone installation keeps, for one process at a time. */
final class DataDirectory implements AutoCloseable {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** @throws IOException if another process uses the directory, or it cannot be written */
    static DataDirectory open(Path directory) throws IOException {
        Path root = directory.toAbsolutePath().normalize();
        makePrivate(root);
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held == null) {
                throw inUse(root);
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(root);
        }
        DataDirectory opened = new DataDirectory(root, channel);
        opened.emptyTemporary();
        return opened;
    }

    /** Whatever the umask is, and was when an earlier version made it: nobody else comes in, or keeps what he had been let in to. */
    private static void makePrivate(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root.getParent());
            Files.createDirectory(root, PosixFilePermissions.asFileAttribute(OWNER));
        }
        if (OWNER.containsAll(Files.getPosixFilePermissions(root))) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.filter(path -> !Files.isSymbolicLink(path))
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
                permissions.retainAll(OWNER);
                Files.setPosixFilePermissions(path, permissions);
            }
        }
    }

    private static IOException inUse(Path root) {
        return new IOException(
                "another process uses the data directory " + root + "; HINT: stop it, or give another --data-dir");
    }

    Path root() {
        return root;
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    /** What the broker says of itself. */
    Path brokerLog() {
        return root.resolve("broker.log");
    }

    Path keys() {
        return root.resolve("keys");
    }

    Path staging() {
        return root.resolve("staging");
    }

    Path repository() {
        return root.resolve("repository");
    }

    /** For files of this process alone, such as native libraries: what a killed process left is removed at the next start. */
    Path temporary() {
        return scratch(root);
    }

    static Path scratch(Path root) {
        return root.resolve("scratch");
    }

    private void emptyTemporary() throws IOException {
        Files.createDirectories(temporary());
        try (Stream<Path> left = Files.walk(temporary())) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(temporary())) {
                    Files.delete(path);
                }
            }
        }
    }

    /** The random id of this installation, made once. */
    String installation() throws IOException {
        return once("installation", 8);
    }

    /** The file with the token that the services show each other. */
    Path token() throws IOException {
        once("service-token", 32);
        return root.resolve("service-token");
    }

    /** The file with the token that people and platforms show. */
    Path accessToken() throws IOException {
        once("access-token", 32);
        return root.resolve("access-token");
    }

    /** The stores that were given on the command line. */
    RememberedStores stores() {
        return RememberedStores.in(root);
    }

    /**
     * Makes the keys at the first start. The recovery key lies outside, so that who loses the directory has not lost it too.
     *
     * @param given where the recovery key goes; null beside the directory
     * @return where the recovery key lies; empty if it is not there (any more)
     */
    Optional<Path> initialiseKeys(Path given) throws IOException {
        Path recovery = given == null ? root.resolveSibling(root.getFileName() + ".recovery-key") : given;
        if (recovery.toAbsolutePath().normalize().startsWith(root)) {
            throw new IOException("the recovery key " + recovery + " would lie inside the data directory " + root
                    + "; HINT: give --recovery-key a place outside");
        }
        KeyDirectory.initialise(keys(), recovery, RANDOM);
        return Files.exists(recovery) ? Optional.of(recovery) : Optional.empty();
    }

    private String once(String name, int bytes) throws IOException {
        Path file = root.resolve(name);
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        DurableFile.create(file, (HexFormat.of().formatHex(random) + "\n").getBytes(StandardCharsets.US_ASCII));
        return Files.readString(file).strip();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
