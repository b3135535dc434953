package io.snapledger.repository.directory;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.Status;
import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.Stray;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Lists the files that are objects, by key, and what else is there; names that begin with a dot are neither. Follows no link. */
final class ObjectFiles {

    private final Consumer<ObjectStat> sink;
    private final Consumer<Stray> strays;

    ObjectFiles(Consumer<ObjectStat> sink, Consumer<Stray> strays) {
        this.sink = sink;
        this.strays = strays;
    }

    /**
     * What tells a file from the one that was there before: each change makes a new file. Modified and size are there because a number of
     * an inode is given again.
     */
    static ObjectStat stat(String key, Status status) {
        String version = status.inode() + "-" + status.modified().seconds() + "."
                + status.modified().nanos() + "-" + status.size();
        return new ObjectStat(key, status.size(), version);
    }

    /** A name in a directory. Those below it stand where their keys do: {@code a.b} before {@code a/b}, and that before {@code ab}. */
    private record Entry(ByteName name, String key, Status status) {

        private boolean isDirectory() {
            return status.type() == Status.Type.DIRECTORY;
        }

        private String place() {
            return isDirectory() ? key + "/" : key;
        }
    }

    /**
     * What is removed meanwhile is told or not.
     *
     * @param prefix of the directory, empty or with a slash at its end
     */
    void in(Directory directory, String prefix) throws IOException {
        List<Entry> entries = entries(directory, prefix);
        entries.sort(Comparator.comparing(Entry::place));
        for (Entry entry : entries) {
            try {
                tell(directory, entry);
            } catch (NoSuchFileException e) {
                // removed meanwhile
            }
        }
    }

    private List<Entry> entries(Directory directory, String prefix) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (ByteName name : directory.names()) {
            String key = prefix + name;
            if (name.bytes()[0] == '.') {
                continue;
            }
            if (!RepositoryLayout.isKey(key)) {
                strays.accept(new Stray(key, "a name that no object has"));
                continue;
            }
            try {
                entries.add(new Entry(name, key, directory.status(name)));
            } catch (NoSuchFileException e) {
                // removed meanwhile
            }
        }
        return entries;
    }

    private void tell(Directory directory, Entry entry) throws IOException {
        String key = entry.key();
        if (entry.status().type() == Status.Type.REGULAR_FILE) {
            sink.accept(stat(key, entry.status()));
        } else if (entry.isDirectory() && ObjectKind.of(key).isEmpty()) {
            try (Directory below = directory.directory(entry.name())) {
                in(below, key + "/");
            }
        } else {
            strays.accept(new Stray(key, "a " + entry.status().type().words()));
        }
    }
}
