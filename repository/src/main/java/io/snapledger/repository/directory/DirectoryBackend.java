package io.snapledger.repository.directory;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.FirstFailure;
import io.snapledger.repository.ObjectFile;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.Stray;
import io.snapledger.repository.VersionedObject;
import io.snapledger.repository.format.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A directory as repository, for the processes of one host. An object is a file. A new one is written beside the others under
 * {@code .tmp}, fsynced, then linked to its name: link(2) fails if the name is taken, where a rename would overwrite. A staged
 * file on the same file system is linked as it is, without a copy. Replacing happens under a lock file.
 *
 * <p>The directory is trusted, what is in it is not: everything is opened by descriptors below it, as a regular file or a directory, and
 * no link is followed.
 */
public final class DirectoryBackend implements RepositoryBackend {

    /** A directory may be removed by a sweep between its making and its use; then it is made again. */
    private static final int TRIES = 5;

    /** Bytes of an object that may be replaced. */
    private static final int MOST_REPLACED = 1 << 20;

    private final Root root;
    private final Durability durability;
    private final TemporaryFiles temporary;
    private final ReplaceLock lock;

    private DirectoryBackend(Root root, Durability durability) {
        this.root = root;
        this.durability = durability;
        this.temporary = new TemporaryFiles(durability);
        this.lock = new ReplaceLock(root.path());
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
            return new DirectoryBackend(Root.at(root), durability);
        } catch (NoSuchFileException e) {
            throw new RepositoryException.Permanent(
                    "repository-missing", "there is no directory " + root + "; HINT: mount it, or correct the path", e);
        } catch (IOException e) {
            throw Failures.of("open the repository", root, e);
        }
    }

    @Override
    public PutOutcome create(String key, ObjectSource source) {
        RepositoryLayout.requireKey(key);
        try (Directory opened = root.open()) {
            if (isThere(opened, key)) {
                return PutOutcome.EXISTS;
            }
            return source instanceof ObjectSource.StagedFile staged
                    ? adopt(opened, key, staged)
                    : write(opened, key, source);
        } catch (IOException e) {
            throw Failures.of("write " + key, root, e);
        }
    }

    private boolean isThere(Directory opened, String key) throws IOException {
        try (ObjectPlace place = ObjectPlace.find(opened, key)) {
            place.status();
            durability.syncDirectory(place.directory()); // its maker may have died before doing so
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private PutOutcome adopt(Directory opened, String key, ObjectSource.StagedFile staged) throws IOException {
        temporary.verify(key, staged.path(), staged.length(), staged.sha256());
        Path file = staged.path().toAbsolutePath();
        ByteName name = ByteName.of(file.getFileName().toString());
        try (Directory staging = Directory.open(file.getParent())) {
            try (RegularFile content = staging.file(name)) {
                durability.syncFile(content);
            }
            return name(opened, key, staging, name);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) { // another file system, or one without hard links
            return write(opened, key, staged);
        }
    }

    private PutOutcome write(Directory opened, String key, ObjectSource source) throws IOException {
        try (Directory beside = temporary.open(opened)) {
            ByteName file = temporary.write(beside, key, source);
            try {
                return name(opened, key, beside, file);
            } finally {
                TemporaryFiles.remove(beside, file);
            }
        }
    }

    /** Links an fsynced file to its name, which is the moment the object begins to be. */
    private PutOutcome name(Directory opened, String key, Directory from, ByteName file) throws IOException {
        for (int tried = 1; ; tried++) {
            try (ObjectPlace place = ObjectPlace.make(opened, key, durability)) {
                PutOutcome outcome = linked(place, from, file);
                durability.syncDirectory(place.directory()); // who reports EXISTS relies on it as well
                return outcome;
            } catch (NoSuchFileException e) {
                if (tried == TRIES) {
                    throw e;
                }
                from.status(file);
            }
        }
    }

    private PutOutcome linked(ObjectPlace place, Directory from, ByteName file) throws IOException {
        try {
            durability.link(place.directory(), place.name(), from, file);
            return PutOutcome.CREATED;
        } catch (FileAlreadyExistsException e) {
            place.status();
            return PutOutcome.EXISTS;
        }
    }

    @Override
    public boolean replace(String key, String version, byte[] content) {
        RepositoryLayout.requireKey(key);
        try (Directory opened = root.open()) {
            return lock.holding(opened, () -> replace(opened, key, version, content));
        } catch (IOException e) {
            throw Failures.of("replace " + key, root, e);
        }
    }

    private boolean replace(Directory opened, String key, String version, byte[] content) throws IOException {
        try (ObjectPlace place = ObjectPlace.find(opened, key)) {
            if (!Sha256.hex(content(place, key, MOST_REPLACED)).equals(version)) {
                return false;
            }
            try (Directory beside = temporary.open(opened)) {
                ByteName file = temporary.write(beside, key, ObjectSource.bytes(content));
                try {
                    durability.rename(beside, file, place.directory(), place.name());
                } finally {
                    TemporaryFiles.remove(beside, file);
                }
            }
            durability.syncDirectory(place.directory());
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public Optional<VersionedObject> get(String key, int limit) {
        RepositoryLayout.requireKey(key);
        try (Directory opened = root.open();
                ObjectPlace place = ObjectPlace.find(opened, key)) {
            byte[] content = content(place, key, limit);
            return Optional.of(new VersionedObject(content, Sha256.hex(content)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failures.reading(key, root, e);
        }
    }

    private byte[] content(ObjectPlace place, String key, int limit) throws IOException {
        long size = place.status().size();
        if (size > limit) {
            throw new DamagedSnapshotException(key, "at most " + limit + " bytes", size + " bytes");
        }
        return RegularFile.readWhole(place.directory(), place.name(), limit);
    }

    @Override
    @SuppressWarnings("resource") // the caller closes it
    public InputStream read(String key, long offset, long length) {
        RepositoryLayout.requireKey(key);
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "range of " + key + " is not valid: " + length + " bytes from " + offset);
        }
        try {
            return new Range(opened(key), offset, length);
        } catch (NoSuchFileException e) {
            throw new ObjectMissingException(key);
        } catch (IOException e) {
            throw Failures.reading(key, root, e);
        }
    }

    private RegularFile opened(String key) throws IOException {
        try (Directory opened = root.open();
                ObjectPlace place = ObjectPlace.find(opened, key)) {
            place.status();
            return place.directory().file(place.name());
        }
    }

    @Override
    public Optional<ObjectFile> file(String key) {
        RepositoryLayout.requireKey(key);
        try {
            RegularFile file = opened(key);
            return Optional.of(new OpenObject(file, file.status().size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failures.reading(key, root, e);
        }
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        RepositoryLayout.requireKey(key);
        try (Directory opened = root.open();
                ObjectPlace place = ObjectPlace.find(opened, key)) {
            return Optional.of(ObjectFiles.stat(key, place.status()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failures.reading(key, root, e);
        }
    }

    @Override
    public void list(String prefix, Consumer<ObjectStat> sink, Consumer<Stray> strays) {
        RepositoryLayout.requirePrefix(prefix);
        ObjectFiles files = new ObjectFiles(sink, strays);
        try (Directory opened = root.open();
                ObjectPlace anyEntry = ObjectPlace.find(opened, prefix + "any")) {
            files.in(anyEntry.directory(), prefix);
        } catch (NoSuchFileException e) {
            // nothing there, or just removed
        } catch (IOException e) {
            throw Failures.reading(prefix.isEmpty() ? "the directory" : prefix, root, e);
        }
    }

    @Override
    public void delete(Collection<String> keys) {
        Map<String, List<String>> together = new TreeMap<>();
        for (String key : new TreeSet<>(keys)) {
            String directory = RepositoryLayout.requireKey(key).substring(0, key.lastIndexOf('/') + 1);
            together.computeIfAbsent(directory, any -> new ArrayList<>()).add(key);
        }
        FirstFailure failures = new FirstFailure();
        together.values().forEach(siblings -> failures.of(() -> deleteSiblings(siblings, failures)));
        failures.rethrow();
    }

    /** Objects of one directory, which is brought to the disk once. */
    private void deleteSiblings(List<String> keys, FirstFailure failures) {
        String first = keys.get(0);
        try (Directory opened = root.open();
                ObjectPlace place = ObjectPlace.find(opened, first)) {
            keys.forEach(key -> failures.of(() -> remove(place.sibling(key), key)));
            durability.syncDirectory(place.directory()); // whoever was faster may have died before doing so
            place.removeEmpty();
        } catch (NoSuchFileException e) {
            // the directory is gone, and with it all of them
        } catch (IOException e) {
            throw Failures.of("delete " + first, root, e);
        }
    }

    private void remove(ObjectPlace place, String key) {
        try {
            place.status();
            place.directory().remove(place.name());
        } catch (NoSuchFileException e) {
            // gone before
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
}
