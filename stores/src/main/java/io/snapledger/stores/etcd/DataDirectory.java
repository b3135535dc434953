package io.snapledger.stores.etcd;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.Aftermath.Change;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.Place;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.command.PrivateDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory of this machine that is to become, or is, the data directory of a member.
 *
 * @param path absolute
 */
record DataDirectory(Path path) {

    Place place() {
        List<String> segments = new ArrayList<>(List.of("directory"));
        path.forEach(segment -> segments.add(segment.toString()));
        return new Place(path.toString(), Set.of(new Place.Key(segments)));
    }

    /** Whether nothing is there, or an empty directory. */
    boolean isFree() throws StoreException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private StoreException unreadable(IOException e) {
        return new StoreException(
                Reason.UNREACHABLE, "'" + path + "' cannot be read: " + e.getMessage(), "look at its rights", e);
    }

    /** Where it is made, beside. */
    Path stage(String restoreId) {
        return path.resolveSibling("." + path.getFileName() + ".snapledger-" + restoreId);
    }

    void wipe(String restoreId) {
        Path stage = stage(restoreId);
        if (Files.exists(stage, LinkOption.NOFOLLOW_LINKS)) {
            new PrivateDirectory(stage).close();
        }
    }

    /** What was made beside takes its place, in one step. */
    void take(Path stage) throws StoreException {
        try {
            Files.move(stage, path, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel parent = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
                parent.force(true);
            }
        } catch (IOException e) {
            throw new StoreException(
                    Reason.NOT_FRESH,
                    "what was made could not take the place of '" + path + "': " + e.getMessage(),
                    "it must not be there, or be an empty directory",
                    e);
        }
    }

    /** The database in a data directory. */
    static Path database(Path directory) {
        return directory.resolve("member").resolve("snap").resolve("db");
    }

    static KeyDatabase open(Path directory, Path work, TimeLeft time) throws IOException {
        Path database = database(directory);
        return KeyDatabase.open(database, Files.size(database), work, time);
    }

    /** What a member would begin with that is started on it. */
    Evidence evidence(CommandRunner here, TimeLeft time) throws StoreException {
        try (PrivateDirectory work = here.privateDirectory();
                KeyDatabase database = open(path, work.path(), time)) {
            return database.tally().evidence();
        } catch (MalformedDatabase e) {
            throw new StoreException(
                    Reason.INCOMPLETE,
                    "'" + database(path) + "' cannot be read as a database: " + e.getMessage(),
                    "a member must not run on it meanwhile",
                    e);
        } catch (Carried e) {
            throw e.failure();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    Aftermath aftermath(String restoreId) {
        try {
            List<String> left = new ArrayList<>();
            if (Files.exists(stage(restoreId), LinkOption.NOFOLLOW_LINKS)) {
                left.add("directory '" + stage(restoreId) + "'; HINT: the next try of the restore removes it");
            }
            return isFree() || !left.isEmpty()
                    ? new Aftermath(Change.NONE, List.of(), left)
                    : new Aftermath(
                            Change.UNKNOWN,
                            List.of("'" + path + "' holds something, and nothing tells of which restore"),
                            left);
        } catch (StoreException e) {
            return Aftermath.unknown(e.getMessage());
        }
    }
}
