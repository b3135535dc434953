package io.snapledger.stores.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a tree is made before it takes its place. Its name says {@code .snapledger-} and the restore, which is the mark
 * of being incomplete.
 */
sealed interface Placement {

    /** The directory to restore into; not there yet. */
    Path staging();

    /** Takes back what an earlier try had begun, and removes what it had made. */
    void wipe() throws IOException;

    /** Puts what was made in the target's place and removes what was there. */
    void exchange() throws IOException;

    static Placement of(Path target, String restoreId) {
        Path parent = target.getParent();
        boolean besideWorks = Files.exists(target) ? Files.isWritable(parent) && isSameDevice(parent, target) : true;
        return besideWorks ? new Beside(target, restoreId) : new Inside(target, restoreId);
    }

    private static boolean isSameDevice(Path parent, Path target) {
        try {
            return Files.getAttribute(parent, "unix:dev").equals(Files.getAttribute(target, "unix:dev"));
        } catch (IOException e) {
            return false;
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        Files.createDirectories(directory.getParent());
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Creates the staging directory, for this user only. */
    default void make() throws IOException {
        makePrivate(staging());
    }

    /** In a sibling, then two renames. */
    record Beside(Path target, Path staging, Path old) implements Placement {

        Beside(Path target, String restoreId) {
            this(
                    target,
                    target.resolveSibling(TreeWalk.OWN_PREFIX + restoreId),
                    target.resolveSibling(TreeWalk.OWN_PREFIX + restoreId + ".old"));
        }

        @Override
        public void wipe() throws IOException {
            if (Files.exists(old, LinkOption.NOFOLLOW_LINKS)) {
                if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    Trees.delete(old); // the earlier try had ended its exchange
                } else {
                    Files.move(old, target);
                }
            }
            Trees.delete(staging);
        }

        @Override
        public void exchange() throws IOException {
            boolean replaces = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
            if (replaces) {
                Files.move(target, old);
            }
            try {
                Files.move(staging, target);
            } catch (IOException e) {
                if (replaces) {
                    Files.move(old, target);
                }
                throw e;
            }
            Trees.delete(old);
        }
    }

    /** In a directory of the target, which is a mount point: its entries are moved away, then the new ones up. */
    record Inside(Path target, Path staging, Path old, Path movingUp) implements Placement {

        Inside(Path target, String restoreId) {
            this(
                    target,
                    target.resolve(TreeWalk.OWN_PREFIX + restoreId),
                    target.resolve(TreeWalk.OWN_PREFIX + restoreId + ".old"),
                    target.resolve(TreeWalk.OWN_PREFIX + restoreId + ".moving-up"));
        }

        @Override
        public void wipe() throws IOException {
            if (Files.exists(movingUp) && Files.exists(old)) {
                for (Path child : entries(target)) { // moved up; all that was here before is in the old place
                    Trees.delete(child);
                }
            }
            Files.deleteIfExists(movingUp); // before anything comes back: what comes back must never be taken for new
            if (Files.exists(old)) {
                for (Path child : Trees.children(old)) {
                    Files.move(child, target.resolve(child.getFileName()));
                }
                Trees.delete(old);
            }
            Trees.delete(done());
            Trees.delete(staging);
        }

        private Path done() {
            return target.resolve(old.getFileName() + "-done");
        }

        @Override
        public void exchange() throws IOException {
            Files.createDirectory(old);
            for (Path child : entries(target)) {
                Files.move(child, old.resolve(child.getFileName()));
            }
            Files.createFile(movingUp);
            for (Path child : Trees.children(staging)) {
                Files.move(child, target.resolve(child.getFileName()));
            }
            Trees.sync(target);
            Files.move(old, done()); // from here on there is nothing to take back
            Files.delete(movingUp);
            Trees.delete(done());
            Trees.delete(staging);
        }

        private static List<Path> entries(Path target) throws IOException {
            try (Stream<Path> all = Files.list(target)) {
                return all.filter(path -> !path.getFileName().toString().startsWith(TreeWalk.OWN_PREFIX))
                        .filter(path -> !path.getFileName().toString().equals("lost+found"))
                        .toList();
            }
        }
    }
}
