package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.Status;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where at a target a part of a tree is put as one thing: at its own path, or, where directories on the way are missing, at the outermost
 * of these, which is made together with it.
 *
 * @param path relative to the target; the root if the target itself is missing
 * @param isTaken whether there is something, which would be replaced
 */
record Slot(BytePath path, boolean isTaken) {

    /**
     * The slots of a selection, in the order of its paths.
     *
     * @param target empty if it is not there
     * @throws StoreException {@code BLOCKED} if something on the way is no directory
     */
    static List<Slot> of(Optional<Directory> target, TreeSelection selection) throws StoreException, IOException {
        if (target.isEmpty()) {
            return List.of(new Slot(BytePath.ROOT, false));
        }
        Set<Slot> slots = new LinkedHashSet<>();
        try (TreeCursor cursor = new TreeCursor(target.get())) {
            for (BytePath root : selection.roots()) {
                slots.add(of(cursor, root));
            }
        }
        return new ArrayList<>(slots);
    }

    private static Slot of(TreeCursor target, BytePath root) throws StoreException, IOException {
        BytePath at = BytePath.ROOT;
        for (ByteName name : root.names()) {
            Directory above = target.go(at);
            at = at.resolve(name);
            Optional<Status> there = status(above, name);
            if (there.isEmpty()) {
                return new Slot(at, false);
            }
            if (!at.equals(root) && there.get().type() != Status.Type.DIRECTORY) {
                throw new StoreException(
                        Reason.BLOCKED,
                        "'" + at + "' is there and is a " + there.get().type().words() + ", so that '" + root
                                + "' cannot be restored into it",
                        "move it away, or restore into another directory");
            }
        }
        return new Slot(at, true);
    }

    private static Optional<Status> status(Directory above, ByteName name) throws IOException {
        try {
            return Optional.of(above.status(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
