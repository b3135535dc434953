package io.snapledger.stores.files;

import io.snapledger.posix.BytePath;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Which part of a tree is meant: some paths, each with all below it; or all of it. */
final class TreeSelection {

    /** All of a tree. */
    static final TreeSelection WHOLE = new TreeSelection(List.of(BytePath.ROOT));

    private final TreeSet<BytePath> roots = new TreeSet<>();
    private final TreeSet<BytePath> paths;

    /** @param paths of which those below others select nothing more */
    TreeSelection(Collection<BytePath> paths) {
        this.paths = new TreeSet<>(paths);
        for (BytePath path : this.paths) { // a directory comes before what is in it
            if (!holds(path)) {
                roots.add(path);
            }
        }
    }

    /** What a restore is of. @throws StoreException {@code BAD_OPTIONS} if a path is none */
    static TreeSelection of(RestoreTarget target) throws StoreException {
        if (target.only().isEmpty()) {
            return WHOLE;
        }
        try {
            List<BytePath> paths = target.only().stream().map(BytePath::parse).toList();
            if (paths.contains(BytePath.ROOT)) {
                throw new IllegalArgumentException("an empty path is the whole tree");
            }
            return new TreeSelection(paths);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    Reason.BAD_OPTIONS,
                    "of " + target.only() + " one is no path: " + e.getMessage(),
                    "give paths as snapledger snapshot ls tells them; to restore everything name none",
                    e);
        }
    }

    boolean isWhole() {
        return roots.contains(BytePath.ROOT);
    }

    /** All of the paths, in their order. */
    List<BytePath> paths() {
        return List.copyOf(paths);
    }

    /** Those of the paths that are not below another, in their order. */
    List<BytePath> roots() {
        return List.copyOf(roots);
    }

    /** Whether a path is one of them or below one. */
    boolean holds(BytePath path) {
        BytePath before = roots.floor(path); // a root between it and the path would lie below it
        return before != null && path.startsWith(before);
    }

    /** Whether a directory is on the way to one of them. */
    boolean leadsTo(BytePath directory) {
        BytePath after = roots.higher(directory);
        return after != null && after.startsWith(directory);
    }

    /** Whether something mounted there would be in the way. */
    boolean touches(BytePath path) {
        return holds(path) || leadsTo(path);
    }
}
