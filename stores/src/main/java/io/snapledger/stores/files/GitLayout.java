package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.Status;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Set;

/** What a Git directory looks like from outside, and which of its files come and go by themselves. */
final class GitLayout {

    private static final ByteName HEAD = ByteName.of("HEAD");
    private static final ByteName OBJECTS = ByteName.of("objects");
    private static final ByteName REFS = ByteName.of("refs");

    private GitLayout() {}

    /** Whether the directory is a repository's own: {@code .git}, a bare one, or a submodule's below {@code .git/modules}. */
    static boolean isGitDirectory(Directory directory, Set<ByteName> names) throws IOException {
        try {
            return names.containsAll(List.of(HEAD, OBJECTS, REFS))
                    && directory.status(HEAD).type() == Status.Type.REGULAR_FILE
                    && directory.status(OBJECTS).type() == Status.Type.DIRECTORY
                    && directory.status(REFS).type() == Status.Type.DIRECTORY;
        } catch (FileSystemException e) {
            return false; // gone, or not for us: the walk will tell
        }
    }

    /** Whether a file of this name says where the repository of a linked work tree, or of a submodule, is. */
    static boolean isGitFile(String name) {
        return name.equals(".git") || name.endsWith("/.git");
    }

    /** A lock of a Git process: it would make every later command fail. */
    static boolean isLock(String nameInGitDirectory) {
        return nameInGitDirectory.endsWith(".lock");
    }

    /** Where the refs live; they are captured at one moment. */
    static boolean holdsRefs(String nameInGitDirectory) {
        return nameInGitDirectory.equals("HEAD")
                || nameInGitDirectory.equals("packed-refs")
                || nameInGitDirectory.startsWith("refs/");
    }

    /**
     * In what order the entries of a Git directory are read, lowest first: loose refs before packed ones, so that none that is packed meanwhile is lost;
     * objects last, so that all is there that anything else leads to.
     */
    static int rank(String nameInGitDirectory) {
        return switch (nameInGitDirectory) {
            case "objects" -> 2;
            case "packed-refs" -> 1;
            default -> 0;
        };
    }

    /** Caches and logs that checks and resets after a restore write anew: not part of the tree's digest. */
    static boolean isVolatile(String nameInGitDirectory) {
        return isLock(nameInGitDirectory)
                || nameInGitDirectory.equals("index")
                || nameInGitDirectory.equals("ORIG_HEAD")
                || nameInGitDirectory.equals("logs")
                || nameInGitDirectory.startsWith("logs/");
    }

    /** The name people know it by: {@code shop} for {@code shop/.git}, {@code .} for a tree that is itself one. */
    static String repositoryName(String gitDirectory) {
        String name = gitDirectory.equals(".git") ? "" : gitDirectory.replaceAll("/\\.git$", "");
        return name.isEmpty() ? "." : name;
    }

    /** Whether it has a work tree, which is its parent. */
    static boolean hasWorkTree(String gitDirectory) {
        return isGitFile(gitDirectory);
    }
}
