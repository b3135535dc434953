package io.snapledger.stores.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Descent;
import io.snapledger.posix.Directory;
import io.snapledger.posix.Status;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Walks a tree in the order of names, except that a repository's refs are captured first and its objects come last, so
 * that nothing a ref leads to can be missing. Goes from descriptor to descriptor, to any depth: no link is followed, whatever is exchanged
 * meanwhile. What cannot be read is left out and told, and concerns itself alone.
 */
final class TreeWalk {

    private static final int MOST_LOOKS = 20;
    private static final BytePath LOST_AND_FOUND = BytePath.ROOT.resolve(Workplace.LOST_AND_FOUND);
    private static final ByteName GIT_FILE = ByteName.of(".git");

    private final Path place;
    private final FilesOptions options;
    private final TreeSelection selection;
    private final Optional<Repositories> repositories;
    private final TreeVisitor visitor;
    private final Set<FilesOptions.Exclude> used = new HashSet<>();
    private final Deque<WalkedDirectory> levels = new ArrayDeque<>();

    /**
     * @param place where the tree is; may be a symbolic link to it
     * @param selection what of it is told
     * @param repositories where Git directories that are told as a whole are told to; empty: they are directories as any other
     */
    TreeWalk(
            Path place,
            FilesOptions options,
            TreeSelection selection,
            Optional<Repositories> repositories,
            TreeVisitor visitor) {
        this.place = place;
        this.options = options;
        this.selection = selection;
        this.repositories = repositories;
        this.visitor = visitor;
    }

    /** The tree itself. */
    TreeEntry root() throws IOException {
        try (Directory root = Directory.open(place)) {
            return new TreeEntry(BytePath.ROOT, root.status());
        }
    }

    /** Tells the visitor everything. @throws IOException if the root itself cannot be read */
    void walk() throws StoreException, IOException, InterruptedException {
        try (Descent descent = new Descent(Directory.open(place))) {
            levels.push(
                    begin(descent.current(), BytePath.ROOT, descent.current().names(), null));
            while (!levels.isEmpty()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                WalkedDirectory here = levels.element();
                if (here.hasNext()) {
                    entry(descent, here, here.next());
                } else if (here.isToBeReadAgain()) {
                    readAgain(descent.current(), here);
                } else {
                    leave(descent);
                }
            }
        }
    }

    /** What is to be said of patterns that matched nothing. */
    List<String> unusedPatterns() {
        return options.exclude().stream()
                .filter(exclude -> !used.contains(exclude))
                .map(exclude -> "exclude '" + exclude.glob()
                        + "' matches nothing; HINT: a pattern is for whole paths below the store, without a slash at the end:"
                        + " 'build' at the top, '**/build' below")
                .toList();
    }

    private WalkedDirectory begin(Directory directory, BytePath path, List<ByteName> names, WalkedDirectory outer)
            throws StoreException, IOException, InterruptedException {
        boolean inObjects = outer != null && outer.isInObjects();
        if (repositories.isPresent()
                && selection.holds(path)
                && !inObjects
                && GitLayout.isGitDirectory(directory, new HashSet<>(names))) {
            Optional<Path> place = placeOf(path);
            if (place.isPresent()) {
                return WalkedDirectory.git(path, repositories.get().enter(place.get(), text(path), visitor), names);
            }
            visitor.warn("repository '" + path + "' is kept as plain files: its path is not text");
        }
        return outer == null ? WalkedDirectory.outside(path, names) : outer.inner(path, names);
    }

    /** For Git, which asks by text; empty where the path is none. */
    private Optional<Path> placeOf(BytePath path) {
        try {
            return path.isUtf8() ? Optional.of(place.resolve(text(path))) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty(); // not in the encoding of this process
        }
    }

    private static String text(BytePath path) {
        return new String(path.bytes(), UTF_8);
    }

    /** Git gc replaced files meanwhile: the new ones hold the same. */
    private static void readAgain(Directory objects, WalkedDirectory here) throws StoreException, IOException {
        if (here.looks() == MOST_LOOKS) {
            throw new StoreException(
                    Reason.UNSTABLE,
                    "the objects of repository '" + here.context().name()
                            + "' were packed again and again while they were read",
                    "back it up when no git gc runs");
        }
        here.again(objects.names());
    }

    private void leave(Descent descent) throws IOException {
        levels.pop();
        if (levels.isEmpty()) {
            return;
        }
        descent.leave();
        while (levels.size() - 1 > descent.depth()) {
            missed(levels.pop().path(), "it was moved away while it was read");
        }
    }

    private void entry(Descent descent, WalkedDirectory here, ByteName name)
            throws StoreException, IOException, InterruptedException {
        BytePath path = here.path().resolve(name);
        if (!selection.touches(path)) {
            return;
        }
        try {
            boolean isNew = here.isNew(path);
            TreeEntry entry = new TreeEntry(path, descent.current().status(name));
            if (entry.status().type() == Status.Type.DIRECTORY) {
                directory(descent, here, name, entry, isNew);
            } else if (isNew && selection.holds(path) && !isLeftOut(entry, here, name)) {
                carry(descent.current(), entry, here, name);
            }
        } catch (NoSuchFileException e) {
            if (!here.vanished(path)) {
                visitor.warn("'" + path + "' disappeared while the tree was read");
            }
        } catch (FileSystemException e) {
            missed(path, reason(e));
        }
    }

    private void directory(Descent descent, WalkedDirectory here, ByteName name, TreeEntry entry, boolean isNew)
            throws StoreException, IOException, InterruptedException {
        if (isNew && isLeftOut(entry, here, name)) {
            return;
        }
        descent.enter(name);
        Optional<WalkedDirectory> inner = Optional.empty();
        try {
            inner = entered(descent.current(), here, entry.path(), isNew);
        } finally {
            if (inner.isEmpty()) {
                descent.leave();
            }
        }
        inner.ifPresent(levels::push);
    }

    private Optional<WalkedDirectory> entered(Directory directory, WalkedDirectory here, BytePath path, boolean isNew)
            throws StoreException, IOException, InterruptedException {
        List<ByteName> names = directory.names();
        if (names.isEmpty() && path.equals(LOST_AND_FOUND)) {
            visitor.leftOut(NotIncluded.inherent(path.text(), "it belongs to the file system, and is empty"));
            return Optional.empty();
        }
        if (isNew && selection.holds(path)) {
            visitor.directory(new TreeEntry(path, directory.status()));
        }
        return Optional.of(begin(directory, path, names, here));
    }

    private boolean isLeftOut(TreeEntry entry, WalkedDirectory here, ByteName name) {
        List<FilesOptions.Exclude> excluding =
                options.exclude().isEmpty() ? List.of() : options.excluding(entry.name());
        used.addAll(excluding);
        if (!excluding.isEmpty()) {
            visitor.leftOut(NotIncluded.chosen(entry.name(), "option exclude"));
        } else if (here.path().isRoot() && Workplace.isWorkplace(name)) {
            visitor.leftOut(NotIncluded.inherent(entry.name(), "a restore that did not end left it"));
        } else if (here.context() != null && GitLayout.isLock(here.inGit(name))) {
            visitor.leftOut(NotIncluded.inherent(entry.name(), "a lock of a running Git process"));
        } else {
            return false;
        }
        return true;
    }

    private void carry(Directory parent, TreeEntry entry, WalkedDirectory here, ByteName name)
            throws StoreException, IOException, InterruptedException {
        switch (entry.status().type()) {
            case SYMBOLIC_LINK -> visitor.link(entry, parent.readLink(name));
            case REGULAR_FILE -> file(parent, entry, here, name);
            default ->
                visitor.leftOut(NotIncluded.inherent(
                        entry.name(), "a " + entry.status().type().words() + " holds no data of its own"));
        }
    }

    private void file(Directory parent, TreeEntry entry, WalkedDirectory here, ByteName name)
            throws StoreException, IOException, InterruptedException {
        if (repositories.isPresent() && name.equals(GIT_FILE)) {
            placeOf(entry.path()).ifPresent(place -> repositories.get().gitFile(place, text(entry.path())));
        }
        GitContext context = here.context();
        if (context == null) {
            visitor.file(entry, parent, true);
        } else if (!context.isPassedBy(here.inGit(name))) {
            visitor.file(entry, parent, !GitLayout.isVolatile(here.inGit(name)));
        }
    }

    private void missed(BytePath path, String reason) {
        visitor.leftOut(NotIncluded.missed(path.text(), "it cannot be read: " + reason));
    }

    /** The system's words where there are some. */
    static String reason(FileSystemException e) {
        if (e instanceof NotDirectoryException) {
            return "it became something else while the tree was read";
        }
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }
}
