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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Walks a tree in the order of names, except that a repository's refs are captured first and its objects come last, so
 * that nothing a ref leads to can be missing.
 */
final class TreeWalk {

    static final String OWN_PREFIX = ".snapledger-";

    private static final int MOST_LOOKS = 20;

    private final FilesOptions options;
    private final Optional<Git> git;
    private final TreeVisitor visitor;
    private final SortedMap<String, GitRepository> repositories = new TreeMap<>();

    /** The repository whose Git directory is being walked. */
    private record GitContext(String name, RefsCapture refs) {
        String inside(String path) {
            if (name.isEmpty()) {
                return path;
            }
            return path.startsWith(name + "/") ? path.substring(name.length() + 1) : "";
        }
    }

    TreeWalk(FilesOptions options, Optional<Git> git, TreeVisitor visitor) {
        this.options = options;
        this.git = git;
        this.visitor = visitor;
    }

    /** Tells the visitor everything; the repositories found, by the relative name of their Git directories. */
    SortedMap<String, GitRepository> walk(Path root) throws StoreException, IOException, InterruptedException {
        directory(root, "", null);
        return repositories;
    }

    private void directory(Path directory, String name, GitContext outer)
            throws StoreException, IOException, InterruptedException {
        GitContext context = outer;
        if (git.isPresent() && GitLayout.isGitDirectory(directory)) {
            context = repository(git.get(), directory, name);
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

    private GitContext repository(Git tool, Path directory, String name)
            throws StoreException, IOException, InterruptedException {
        RefsCapture capture = RefsCapture.of(tool, directory, name);
        repositories.put(name, new GitRepository(name, capture.refs(), stateOf(tool, directory, name)));
        for (RefsCapture.CapturedFile file : capture.files().values()) {
            visitor.captured(file.entry(), file.content());
        }
        return new GitContext(name, capture);
    }

    private GitRepository.State stateOf(Git tool, Path directory, String name) throws InterruptedException {
        if (!GitLayout.hasWorkTree(name)) {
            return GitRepository.State.CLEAN;
        }
        try {
            return tool.isDirty(directory) ? GitRepository.State.DIRTY : GitRepository.State.CLEAN;
        } catch (StoreException e) {
            visitor.warn("repository '" + GitLayout.repositoryName(name) + "' is broken, and kept as it is: "
                    + e.getMessage());
            return GitRepository.State.UNKNOWN;
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
        } else if (name.startsWith(OWN_PREFIX)) {
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
                if (context == null || !GitLayout.holdsRefs(inGit)) {
                    visitor.file(entry, context == null || !GitLayout.isVolatile(inGit));
                }
            }
            case SPECIAL -> visitor.leftOut(entry.name(), "a socket, pipe or device holds no data of its own");
        }
        return false;
    }

    /** The children by name; of a Git directory, the objects last. */
    private static List<Path> sorted(Path directory, boolean isGitDirectory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        }
        Comparator<Path> byName = Comparator.naturalOrder();
        children.sort(
                isGitDirectory
                        ? Comparator.comparing((Path path) -> path.endsWith("objects"))
                                .thenComparing(byName)
                        : byName);
        return children;
    }
}
