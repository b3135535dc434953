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
import java.util.function.Consumer;

/** Lists the files that are objects, and what else is there; names that begin with a dot are neither. Follows no link. */
final class ObjectFiles {

    private final Consumer<ObjectStat> sink;
    private final Consumer<Stray> strays;

    ObjectFiles(Consumer<ObjectStat> sink, Consumer<Stray> strays) {
        this.sink = sink;
        this.strays = strays;
    }

    /**
     * What is removed meanwhile is told or not.
     *
     * @param prefix of the directory, empty or with a slash at its end
     */
    void in(Directory directory, String prefix) throws IOException {
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
                tell(directory, name, key);
            } catch (NoSuchFileException e) {
                // removed meanwhile
            }
        }
    }

    private void tell(Directory directory, ByteName name, String key) throws IOException {
        Status status = directory.status(name);
        boolean isDirectory = status.type() == Status.Type.DIRECTORY;
        if (status.type() == Status.Type.REGULAR_FILE) {
            sink.accept(new ObjectStat(key, status.size()));
        } else if (isDirectory && ObjectKind.of(key).isEmpty()) {
            try (Directory below = directory.directory(name)) {
                in(below, key + "/");
            }
        } else {
            strays.accept(new Stray(key, "a " + status.type().words()));
        }
    }
}
