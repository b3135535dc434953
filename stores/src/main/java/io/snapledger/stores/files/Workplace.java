package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.posix.Status;
import io.snapledger.stores.files.RestoreMark.Unit;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The directory in which a restore makes what is then exchanged with what is at its place. Nobody else may look into it; its name and its
 * {@linkplain RestoreMark mark} say whose it is. Everything is done through open directories: whoever renames them, or puts links in their
 * place, leads nothing elsewhere.
 */
final class Workplace implements AutoCloseable {

    /** With which the names of all workplaces begin. */
    static final String PREFIX = ".snapledger-restore-";

    static final ByteName TREE = ByteName.of("new");
    /** Of a file system, not of what is kept on it. */
    static final ByteName LOST_AND_FOUND = ByteName.of("lost+found");

    private final TargetPlace place;
    private final ByteName name;
    private final Directory directory;
    private final RegularFile mark;
    private final Status root;

    private Workplace(TargetPlace place, ByteName name, Directory directory, RegularFile mark, Status root) {
        this.place = place;
        this.name = name;
        this.directory = directory;
        this.mark = mark;
        this.root = root;
    }

    /** Makes one with an empty tree in it. */
    static Workplace make(TargetPlace place, String restoreId) throws IOException {
        ByteName name = ByteName.of(PREFIX + restoreId + "-"
                + Integer.toHexString(place.targetName().hashCode()));
        Directory directory = fresh(place.base(), name);
        try {
            RegularFile mark = RestoreMark.create(directory, restoreId, place.targetName());
            try (Directory tree = directory.make(TREE, 0700)) {
                return new Workplace(place, name, directory, mark, tree.status());
            }
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    /** What a process that was killed before it had made a tree left there goes. */
    private static Directory fresh(Directory base, ByteName name) throws IOException {
        try {
            return base.make(name, 0700);
        } catch (FileAlreadyExistsException e) {
            try (Directory there = base.directory(name)) {
                there.status(TREE);
                throw e;
            } catch (NoSuchFileException unfinished) {
                TreeRemoval.of(base, name);
                return base.make(name, 0700);
            }
        }
    }

    /** The tree that is made; to be closed by the caller. */
    Directory tree() throws IOException {
        Directory tree = directory.directory(TREE);
        if (tree.status().isSameFile(root)) {
            return tree;
        }
        tree.close();
        throw new FileSystemException(tree.toString(), null, "was put in the place of what is being restored");
    }

    /** Where the tree is, for tools. */
    Path path() {
        return place.basePath().resolve(name.text()).resolve(TREE.text());
    }

    /** Exchanges what was made with what is at the target. */
    void exchange() throws IOException {
        exchange(planned());
        if (place.isInside()) {
            takeAttributes();
        }
        done();
    }

    /** Exchanges parts of what was made with what is at their places, and touches nothing else of the target. */
    void exchange(Collection<Slot> slots) throws IOException {
        List<Unit> units = new ArrayList<>();
        try (TreeCursor made = new TreeCursor(tree())) {
            for (Slot slot : slots) {
                BytePath path = slot.path();
                units.add(Unit.of(
                        path, path.isRoot() ? root : made.go(path.parent()).status(path.name())));
            }
        }
        RestoreMark.planned(mark, units);
        exchange(units);
        done();
    }

    private void exchange(List<Unit> units) throws IOException {
        try (Exchange exchange = new Exchange(directory, TREE, place.base(), place.targetName(), place.openTarget())) {
            exchange.run(units);
        }
    }

    private void done() throws IOException {
        place.base().sync();
        RestoreMark.done(mark);
    }

    /** What will be exchanged, written down, so that whoever comes after a kill knows it. */
    List<Unit> planned() throws IOException {
        List<Unit> units = units();
        RestoreMark.planned(mark, units);
        return units;
    }

    /** The whole tree by one rename, or, where the target itself must stay, what is in it. */
    private List<Unit> units() throws IOException {
        if (!place.isInside()) {
            return List.of(Unit.of(BytePath.ROOT, root));
        }
        List<Unit> units = new ArrayList<>();
        try (Directory tree = tree()) {
            TreeSet<ByteName> made = new TreeSet<>(tree.names());
            for (ByteName each : made) {
                units.add(Unit.of(BytePath.ROOT.resolve(each), tree.status(each)));
            }
            for (ByteName each : place.base().names()) {
                if (!made.contains(each) && !each.equals(LOST_AND_FOUND) && !isWorkplace(each)) {
                    units.add(new Unit(BytePath.ROOT.resolve(each), 0, 0));
                }
            }
        }
        return units;
    }

    /** A mount point keeps its directory; what the snapshot says of it is set. */
    private void takeAttributes() throws IOException {
        try (Directory tree = tree()) {
            Status made = tree.status();
            Directory target = place.base();
            try {
                target.setOwner(made.owner(), made.group());
                target.setMode(made.mode());
                target.setTimes(made.modified());
            } catch (AccessDeniedException e) {
                // it belongs to somebody else: its content is restored, itself not
            }
        }
    }

    static boolean isWorkplace(ByteName name) {
        return name.text().startsWith(PREFIX);
    }

    /** Removes it and all that is in it. */
    void remove() throws IOException {
        TreeRemoval.of(place.base(), name);
    }

    @Override
    public void close() {
        mark.close();
        directory.close();
    }

    @Override
    public String toString() {
        return place.basePath().resolve(name.text()).toString();
    }
}
