package io.snapledger.repository.directory;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** The directories that objects lie in; they come and go with their objects. */
final class ObjectDirectories {

    private final Path root;
    private final Durability durability;

    ObjectDirectories(Path root, Durability durability) {
        this.root = root;
        this.durability = durability;
    }

    /** Makes what is missing; each is durable in its parent. */
    void make(Path directory) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path each = directory; !Files.isDirectory(each); each = each.getParent()) {
            missing.push(each);
        }
        for (Path each : missing) {
            try {
                Files.createDirectory(each);
            } catch (FileAlreadyExistsException e) {
                // another writer of the same attempt
            }
            durability.syncDirectory(each.getParent());
        }
    }

    /** Directories of swept snapshots would pile up for ever. The first level stays. */
    void removeEmpty(Path directory) throws IOException {
        Path each = directory;
        try {
            while (!each.equals(root) && !each.getParent().equals(root)) {
                Files.deleteIfExists(each);
                each = each.getParent();
            }
        } catch (DirectoryNotEmptyException e) {
            // in use
        }
    }
}
