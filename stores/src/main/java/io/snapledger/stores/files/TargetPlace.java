package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory that is restored into, and the one that a {@link Workplace} is made in: beside it, so that it is exchanged as a whole by one
 * rename; or inside, where the directory itself cannot be renamed: a mount point, or one whose parent may not be written.
 */
final class TargetPlace implements AutoCloseable {

    private final Path target;
    private final boolean inside;
    private final Directory base;

    private TargetPlace(Path target, boolean inside, Directory base) {
        this.target = target;
        this.inside = inside;
        this.base = base;
    }

    /** @throws NoSuchFileException if there is not even a directory that it would be in */
    static TargetPlace open(Path target) throws IOException {
        boolean inside = mustStay(target);
        return new TargetPlace(target, inside, Directory.open(inside ? target : target.getParent()));
    }

    /** Opens the place, and makes the directories above the target where they are not there. */
    static TargetPlace make(Path target) throws IOException {
        Path there = target.getParent();
        while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
            there = there.getParent();
        }
        try (TreeCursor cursor = new TreeCursor(Directory.open(there))) {
            String missing = there.relativize(target.getParent()).toString();
            cursor.go(BytePath.of(missing), (in, path) -> in.make(path.name(), 0755));
        }
        return open(target);
    }

    /** Whether the directory itself must stay where it is, and only what is in it can be exchanged. */
    static boolean mustStay(Path target) {
        Path parent = target.getParent();
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Directory above = Directory.open(parent);
                Directory itself = Directory.open(target)) {
            return !Files.isWritable(parent)
                    || above.status().device() != itself.status().device()
                    || above.status().mount() != itself.status().mount()
                    || Mounts.isOn(target);
        } catch (IOException e) {
            return false;
        }
    }

    Directory base() {
        return base;
    }

    Path basePath() {
        return inside ? target : target.getParent();
    }

    boolean isInside() {
        return inside;
    }

    ByteName targetName() {
        return ByteName.of(target.getFileName().toString());
    }

    Path target() {
        return target;
    }

    /** The target, opened anew; empty if it is not there. */
    Optional<Directory> openTarget() throws IOException {
        if (inside) {
            return Optional.of(Directory.open(target));
        }
        try {
            return Optional.of(base.directory(targetName()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    Optional<Status> status() throws IOException {
        try {
            return Optional.of(inside ? base.status() : base.status(targetName()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        base.close();
    }
}
