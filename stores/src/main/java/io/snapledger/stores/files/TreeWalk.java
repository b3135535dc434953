package io.snapledger.stores.files;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Walks a tree in the order of names, except that a repository's refs are captured first and its objects come last, so
 * that nothing a ref leads to can be missing.
 */
final class TreeWalk {

    private static final int MOST_LOOKS = 20;

    private final FilesOptions options;
    private final Optional<Repositories> repositories;
    private final TreeVisitor visitor;

    /** @param repositories where Git directories are told to; empty: they are directories as any other */
    TreeWalk(FilesOptions options, Optional<Repositories> repositories, TreeVisitor visitor) {
        this.options = options;
        this.repositories = repositories;
        this.visitor = visitor;
    }

    /** Tells the visitor everything. */
    void walk(Path root) throws StoreException, IOException, InterruptedException {
        directory(root, "", null);
    }

    private void directory(Path directory, String name, GitContext outer)
            throws StoreException, IOException, InterruptedException {
        GitContext context = outer;
        if (repositories.isPresent() && GitLayout.isGitDirectory(directory)) {
            context = repositories.get().enter(directory, name, visitor);
        }
        boolean isObjects = context != null && context.inside(name).equals("objects");
        Set<Path> seen = new HashSet<>();
        boolean incomplete = children(directory, name, context, seen, isObjects);
        for (int i = 0; isObjects && incomplete; i++) { // git gc replaced files meanwhile: the new ones hold the same
            if (i == MOST_LOOKS) {
                throw new StoreException(
                        Reason.UNSTABLE,
                        "the objects of repository '" + name + "' were packed again and again while they were read",
                        "back it up when no git gc runs");
            }
            incomplete = children(directory, name, context, seen, true);
        }
    }

    /** Whether something disappeared on the way. */
    private boolean children(Path directory, String name, GitContext context, Set<Path> seen, boolean remember)
            throws StoreException, IOException, InterruptedException {
        boolean incomplete = false;
        for (Path child : sorted(directory, context != null && context.name().equals(name))) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            String childName = name.isEmpty() ? child.getFileName().toString() : name + "/" + child.getFileName();
            try {
                if (!remember || seen.add(child)) {
                    incomplete |= child(child, childName, context, seen, remember);
                } else if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    incomplete |= children(child, childName, context, seen, true);
                }
            } catch (NoSuchFileException e) {
                seen.remove(child);
                incomplete = true;
                if (!remember) {
                    visitor.warn("'" + childName + "' disappeared while the tree was read");
                }
            } catch (AccessDeniedException e) {
                throw new StoreException(
                        Reason.ACCESS_DENIED,
                        "'" + child + "' cannot be read: access denied",
                        "the dump needs to read every file; run as a user that may, or exclude it",
                        e);
            }
        }
        return incomplete;
    }

    private boolean child(Path child, String name, GitContext context, Set<Path> seen, boolean remember)
            throws StoreException, IOException, InterruptedException {
        TreeEntry entry = TreeEntry.of(child, name);
        String inGit = context == null ? "" : context.inside(name);
        if (!Path.of(child.toString()).equals(child) || child.toString().indexOf('\uFFFD') >= 0) {
            visitor.leftOut(name, "its name is not text in this process's encoding; start it with LANG=C.UTF-8");
        } else if (name.equals("lost+found")) {
            visitor.leftOut(name, "it belongs to the file system");
        } else if (name.startsWith(Workplace.PREFIX)) {
            visitor.leftOut(name, "a restore that did not end left it");
        } else if (options.excludes(name)) {
            visitor.leftOut(name, "option exclude");
        } else if (context != null && GitLayout.isLock(inGit)) {
            visitor.leftOut(name, "a lock of a running Git process");
        } else {
            return carried(entry, context, inGit, seen, remember);
        }
        return false;
    }

    private boolean carried(TreeEntry entry, GitContext context, String inGit, Set<Path> seen, boolean remember)
            throws StoreException, IOException, InterruptedException {
        switch (entry.type()) {
            case DIRECTORY -> {
                visitor.directory(entry);
                if (remember) {
                    return children(entry.path(), entry.name(), context, seen, true);
                }
                directory(entry.path(), entry.name(), context);
            }
            case LINK ->
                visitor.link(entry, Files.readSymbolicLink(entry.path()).toString());
            case FILE -> {
                if (repositories.isPresent() && GitLayout.isGitFile(entry.name())) {
                    repositories.get().gitFile(entry.path(), entry.name());
                }
                if (context == null || !context.isPassedBy(inGit)) {
                    visitor.file(entry, context == null || !GitLayout.isVolatile(inGit));
                }
            }
            case SPECIAL -> visitor.leftOut(entry.name(), "a socket, pipe or device holds no data of its own");
        }
        return false;
    }

    /** The children by name; of a Git directory, by rank. */
    private static List<Path> sorted(Path directory, boolean isGitDirectory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        }
        Comparator<Path> byName = Comparator.naturalOrder();
        children.sort(
                isGitDirectory
                        ? Comparator.comparingInt((Path path) ->
                                        GitLayout.rank(path.getFileName().toString()))
                                .thenComparing(byName)
                        : byName);
        return children;
    }
}
