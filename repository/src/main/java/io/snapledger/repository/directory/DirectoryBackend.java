package io.snapledger.repository.directory;

import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.VersionedObject;
import io.snapledger.repository.format.Sha256;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A directory as repository, for the processes of one host. An object is a file. A new one is written beside the others under
 * {@code .tmp}, fsynced, then linked to its name: link(2) fails if the name is taken, where a rename would overwrite. A staged
 * file on the same file system is linked as it is, without a copy. Replacing happens under a lock file.
 */
public final class DirectoryBackend implements RepositoryBackend {

    /** A directory may be removed by a sweep between its making and its use; then it is made again. */
    private static final int TRIES = 5;

    private final Path root;
    private final Object rootKey;
    private final Durability durability;
    private final ObjectDirectories directories;
    private final TemporaryFiles temporary;
    private final ReplaceLock lock;

    private DirectoryBackend(Path root, Durability durability) throws IOException {
        this.root = root.toRealPath();
        this.rootKey = keyOf(this.root);
        this.durability = durability;
        this.directories = new ObjectDirectories(this.root, durability);
        this.temporary = new TemporaryFiles(this.root.resolve(".tmp"), durability);
        this.lock = new ReplaceLock(this.root.resolve(".lock"));
    }

    /**
     * @param create make the directory if it is not there
     */
    public static DirectoryBackend open(Path root, boolean create) {
        return open(root, create, Durability.REAL);
    }

    static DirectoryBackend open(Path root, boolean create, Durability durability) {
        try {
            if (create) {
                Files.createDirectories(root);
            }
            return new DirectoryBackend(root, durability);
        } catch (NoSuchFileException e) {
            throw new RepositoryException.Permanent(
                    "repository-missing", "there is no directory " + root + "; HINT: set create: true, or mount it", e);
        } catch (IOException e) {
            throw Failures.of("open the repository", root, e);
        }
    }

    @Override
    public PutOutcome create(String key, ObjectSource source) {
        Path target = path(key);
        try {
            requireRoot();
            if (Files.exists(target)) {
                durability.syncDirectory(target.getParent()); // its maker may have died before doing so
                return PutOutcome.EXISTS;
            }
            return source instanceof ObjectSource.StagedFile staged
                    ? adopt(key, staged, target)
                    : write(key, source, target);
        } catch (IOException e) {
            throw Failures.of("write " + key, root, e);
        }
    }

    private PutOutcome adopt(String key, ObjectSource.StagedFile staged, Path target) throws IOException {
        temporary.verify(key, staged.path(), staged.length(), staged.sha256());
        durability.syncFile(staged.path());
        try {
            return name(staged.path(), target);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) { // another file system, or one without hard links
            return write(key, staged, target);
        }
    }

    private PutOutcome write(String key, ObjectSource source, Path target) throws IOException {
        Path file = temporary.write(key, source);
        try {
            return name(file, target);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Links an fsynced file to its name, which is the moment the object begins to be. */
    private PutOutcome name(Path file, Path target) throws IOException {
        for (int tried = 1; ; tried++) {
            directories.make(target.getParent());
            try {
                durability.link(target, file);
                durability.syncDirectory(target.getParent());
                return PutOutcome.CREATED;
            } catch (FileAlreadyExistsException e) {
                durability.syncDirectory(target.getParent()); // who reports EXISTS relies on it as well
                return PutOutcome.EXISTS;
            } catch (NoSuchFileException e) {
                if (tried == TRIES || !Files.exists(file)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public boolean replace(String key, String version, byte[] content) {
        Path target = path(key);
        try {
            requireRoot();
            return lock.holding(() -> {
                if (!Files.exists(target)
                        || !Sha256.hex(Files.readAllBytes(target)).equals(version)) {
                    return false;
                }
                Path file = temporary.write(key, ObjectSource.bytes(content));
                try {
                    durability.rename(file, target);
                } finally {
                    Files.deleteIfExists(file);
                }
                durability.syncDirectory(target.getParent());
                return true;
            });
        } catch (IOException e) {
            throw Failures.of("replace " + key, root, e);
        }
    }

    @Override
    public Optional<VersionedObject> get(String key, int limit) {
        try {
            requireRoot();
            byte[] content;
            try (InputStream file = new FileInputStream(path(key).toFile())) {
                content = file.readNBytes(limit + 1);
            }
            if (content.length > limit) {
                throw new RepositoryException.Permanent(
                        "object-too-long", key + " in " + root + " is longer than the " + limit + " bytes allowed");
            }
            return Optional.of(new VersionedObject(content, Sha256.hex(content)));
        } catch (FileNotFoundException e) {
            return absent(key, e);
        } catch (IOException e) {
            throw Failures.of("read " + key, root, e);
        }
    }

    private <T> Optional<T> absent(String key, FileNotFoundException e) {
        if (Files.exists(path(key))) { // FileInputStream says "not found" for everything
            throw new RepositoryException.Permanent(
                    "repository-denied", "cannot read " + key + " in " + root + ": " + e.getMessage(), e);
        }
        return Optional.empty();
    }

    @Override
    @SuppressWarnings("resource") // the caller closes it
    public InputStream read(String key, long offset, long length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "range of " + key + " is not valid: " + length + " bytes from " + offset);
        }
        try {
            requireRoot();
            FileInputStream file = new FileInputStream(path(key).toFile());
            file.getChannel().position(offset);
            return new Range(file, length);
        } catch (FileNotFoundException e) {
            absent(key, e);
            throw new ObjectMissingException(key);
        } catch (IOException e) {
            throw Failures.of("read " + key, root, e);
        }
    }

    @Override
    public Optional<Path> file(String key) {
        Path file = path(key);
        return stat(key).map(found -> file);
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        try {
            requireRoot();
            BasicFileAttributes attributes = Files.readAttributes(path(key), BasicFileAttributes.class);
            return attributes.isRegularFile() ? Optional.of(new ObjectStat(key, attributes.size())) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failures.of("look at " + key, root, e);
        }
    }

    @Override
    public void list(String prefix, Consumer<ObjectStat> sink) {
        try {
            requireRoot();
            new ObjectFiles(root, sink)
                    .below(prefix.isEmpty() ? root : root.resolve(RepositoryLayout.requirePrefix(prefix)));
        } catch (IOException e) {
            throw Failures.of("list " + prefix, root, e);
        }
    }

    @Override
    public boolean delete(String key) {
        Path target = path(key);
        try {
            requireRoot();
            if (!Files.deleteIfExists(target)) {
                return false;
            }
            durability.syncDirectory(target.getParent());
            directories.removeEmpty(target.getParent());
            return true;
        } catch (IOException e) {
            throw Failures.of("delete " + key, root, e);
        }
    }

    @Override
    public String description() {
        return "directory " + root;
    }

    @Override
    public void close() {
        // nothing is kept open
    }

    private Path path(String key) {
        return root.resolve(RepositoryLayout.requireKey(key));
    }

    /** An unmounted disk shows an empty directory: then nothing must look as if it were absent. */
    private void requireRoot() throws IOException {
        if (!Objects.equals(rootKey, keyOf(root))) {
            throw new RepositoryException.Transient(
                    "repository-unreachable",
                    "the directory " + root + " is not the one that was opened; HINT: is its disk mounted?");
        }
    }

    private static Object keyOf(Path directory) throws IOException {
        try {
            return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return "gone";
        }
    }
}
