package io.snapledger.repository.directory;

import io.snapledger.repository.ObjectStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Lists the files that are objects: those whose names, and whose directories' names, do not begin with a dot. */
final class ObjectFiles {

    private final Path root;
    private final Consumer<ObjectStat> sink;

    ObjectFiles(Path root, Consumer<ObjectStat> sink) {
        this.root = root;
        this.sink = sink;
    }

    /** What is removed meanwhile is told or not. */
    void below(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                if (!entry.getFileName().toString().startsWith(".")) {
                    tell(entry);
                }
            }
        } catch (NoSuchFileException e) {
            // nothing there, or just removed
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void tell(Path entry) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                below(entry);
            } else {
                sink.accept(new ObjectStat(root.relativize(entry).toString(), attributes.size()));
            }
        } catch (NoSuchFileException e) {
            // removed meanwhile
        }
    }
}
