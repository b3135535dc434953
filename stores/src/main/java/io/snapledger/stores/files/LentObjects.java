package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.posix.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The directories that hold a repository's objects: its own and the alternates it borrows from, as far as they lie in the tree. Each
 * was looked through before any Git reads in it: a FIFO, a device or a link to somewhere else in it is found here.
 *
 * @see <a href="https://git-scm.com/docs/gitrepository-layout#Documentation/gitrepository-layout.txt-objectsinfoalternates">alternates</a>
 */
final class LentObjects {

    /** The tree, and where it was when it was dumped: the paths of alternates may be absolute. */
    record Place(Path root, Path origin) {

        /** Where a path leads that was written at the origin; empty if out of the tree. */
        Optional<Path> inside(Path written) {
            Path there = written.startsWith(origin) ? root.resolve(origin.relativize(written)) : written;
            try {
                Path real = there.toRealPath();
                return real.startsWith(root.toRealPath()) ? Optional.of(real) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty(); // it is not there, or nobody may look
            }
        }
    }

    private static final int LONGEST_ALTERNATES = 64 * 1024;
    private static final int MOST_DIRECTORIES = 20;
    private static final int MOST_LOOKS = 5;
    private static final Pattern DIRECTORY = Pattern.compile("[0-9a-f]{2}|pack");
    private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{38}|[0-9a-f]{62}");

    private final Place place;
    private final TreeSet<Path> directories = new TreeSet<>();
    private final List<String> outside = new ArrayList<>();
    private final List<String> absolute = new ArrayList<>();
    private final List<String> empty = new ArrayList<>();
    private String strange = "";
    private boolean isMoved;
    private long bytes;

    private LentObjects(Place place) {
        this.place = place;
    }

    /** Looks again where a directory is gone that was there: a Git packs its objects just now, and where they went was perhaps not seen. */
    static LentObjects of(Path objects, Place place) throws IOException, InterruptedException {
        LentObjects lent = lookThrough(objects, place);
        for (int looks = 1; lent.isMoved && looks < MOST_LOOKS; looks++) {
            lent = lookThrough(objects, place);
        }
        return lent;
    }

    private static LentObjects lookThrough(Path objects, Place place) throws IOException, InterruptedException {
        LentObjects lent = new LentObjects(place);
        lent.add(objects.toRealPath());
        return lent;
    }

    /** All that were looked through. */
    List<Path> directories() {
        return List.copyOf(directories);
    }

    /** Alternates that lie outside of the tree or are not there. */
    List<String> outside() {
        return outside;
    }

    /** Alternates that are written with the path they had at the origin. */
    List<String> absolute() {
        return absolute;
    }

    /** Objects whose file is empty, as a power loss leaves them. */
    List<String> empty() {
        return empty;
    }

    /** What would make a Git wait or act, with the reason; empty if there is nothing of the kind. */
    String strange() {
        return strange;
    }

    long bytes() {
        return bytes;
    }

    private void add(Path objects) throws IOException, InterruptedException {
        if (!directories.add(objects)) {
            return;
        }
        if (directories.size() > MOST_DIRECTORIES) {
            strange = "it borrows objects from more than " + MOST_DIRECTORIES + " directories";
            return;
        }
        try (Directory directory = Directory.open(objects)) {
            for (ByteName name : directory.names()) {
                if (DIRECTORY.matcher(name.text()).matches()) {
                    look(directory, name);
                }
            }
            for (String alternate : alternates(directory)) {
                follow(objects, alternate);
            }
        }
    }

    private void follow(Path objects, String alternate) throws IOException, InterruptedException {
        Path written = Path.of(alternate);
        if (written.isAbsolute() && written.startsWith(place.origin())) {
            absolute.add(alternate);
        }
        Optional<Path> inside = place.inside(objects.resolve(written).normalize());
        if (inside.isPresent()) {
            add(inside.get());
        } else {
            outside.add(alternate);
        }
    }

    private void look(Directory objects, ByteName name) throws IOException, InterruptedException {
        try {
            lookInto(objects, name);
        } catch (NoSuchFileException e) {
            isMoved = true;
        }
    }

    private void lookInto(Directory objects, ByteName name) throws IOException, InterruptedException {
        Status.Type type = objects.status(name).type();
        if (type != Status.Type.DIRECTORY) {
            strange = "'" + objects + "/" + name.text() + "' is a " + type.words();
            return;
        }
        try (Directory directory = objects.directory(name)) {
            for (ByteName entry : directory.names()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                lookAt(directory, name, entry);
            }
        }
    }

    private void lookAt(Directory directory, ByteName name, ByteName entry) throws IOException {
        try {
            Status status = directory.status(entry);
            bytes += status.size();
            if (status.type() != Status.Type.REGULAR_FILE) {
                strange = "'" + directory + "/" + entry.text() + "' is a "
                        + status.type().words();
            } else if (status.size() == 0 && OBJECT.matcher(entry.text()).matches()) {
                empty.add(name.text() + entry.text());
            }
        } catch (NoSuchFileException e) {
            // packed or pruned just now
        }
    }

    private List<String> alternates(Directory objects) throws IOException {
        try (Directory info = objects.directory(ByteName.of("info"))) {
            String text = new String(
                    RegularFile.readWhole(info, ByteName.of("alternates"), LONGEST_ALTERNATES), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#") && line.indexOf('\0') < 0)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            strange = "info/alternates of '" + objects + "' cannot be read: " + e.getMessage();
            return List.of();
        }
    }
}
