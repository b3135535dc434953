package io.snapledger.repository.directory;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.Status;
import io.snapledger.repository.DamagedSnapshotException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an object lies: the directories on the way to it, each opened in the one before, so that no link leads elsewhere. They come and
 * go with their objects.
 */
final class ObjectPlace implements AutoCloseable {

    private static final int MODE = 0700;

    private final String key;
    private final List<ByteName> names = new ArrayList<>();

    /** The root, which is another's to close, and those below it. */
    private final List<Directory> directories = new ArrayList<>();

    private ObjectPlace(Directory root, String key) {
        this.key = key;
        this.directories.add(root);
        for (String part : key.split("/", -1)) {
            names.add(ByteName.of(part));
        }
    }

    /** The place of another object in the same directory; it needs no closing of its own. */
    ObjectPlace sibling(String other) {
        ObjectPlace sibling = new ObjectPlace(directories.get(0), other);
        sibling.directories.addAll(directories.subList(1, directories.size()));
        return sibling;
    }

    private interface Entering {
        Directory into(Directory directory, ByteName name) throws IOException;
    }

    /** @throws NoSuchFileException if a directory on the way is missing */
    static ObjectPlace find(Directory root, String key) throws IOException {
        return new ObjectPlace(root, key).enter(Directory::directory);
    }

    /** Makes directories that are missing; each is durable in its parent. */
    static ObjectPlace make(Directory root, String key, Durability durability) throws IOException {
        return new ObjectPlace(root, key).enter((directory, name) -> {
            try {
                return directory.directory(name);
            } catch (NoSuchFileException e) {
                Directory made = made(directory, name);
                durability.syncDirectory(directory);
                return made;
            }
        });
    }

    private static Directory made(Directory directory, ByteName name) throws IOException {
        try {
            return directory.make(name, MODE);
        } catch (FileAlreadyExistsException e) {
            return directory.directory(name); // another writer was faster
        }
    }

    private ObjectPlace enter(Entering entering) throws IOException {
        try {
            for (ByteName name : names.subList(0, names.size() - 1)) {
                directories.add(entering.into(directory(), name));
            }
            return this;
        } catch (NotDirectoryException e) {
            close();
            throw new DamagedSnapshotException(
                    key, "directories on the way to it", "something else at " + e.getFile(), e);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The directory that holds the object. */
    Directory directory() {
        return directories.get(directories.size() - 1);
    }

    /** The object's name in it. */
    ByteName name() {
        return names.get(names.size() - 1);
    }

    /**
     * What is there.
     *
     * @throws DamagedSnapshotException if it is no regular file
     * @throws NoSuchFileException if nothing is
     */
    Status status() throws IOException {
        Status status = directory().status(name());
        if (status.type() != Status.Type.REGULAR_FILE) {
            throw new DamagedSnapshotException(
                    key, "a file", "a " + status.type().words());
        }
        return status;
    }

    /** Directories of swept snapshots would pile up for ever. The first level stays. */
    void removeEmpty() throws IOException {
        try {
            for (int level = directories.size() - 1; level > 1; level--) {
                directories.get(level - 1).removeDirectory(names.get(level - 1));
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // in use, or removed by another
        }
    }

    @Override
    public void close() {
        directories.subList(1, directories.size()).forEach(Directory::close);
    }
}
