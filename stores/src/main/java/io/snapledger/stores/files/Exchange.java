package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.Directory.Collision;
import io.snapledger.posix.Status;
import io.snapledger.posix.SystemCallException;
import io.snapledger.stores.files.RestoreMark.Unit;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/**
 * Exchanges what was made with what is at its place, unit by unit, each in one step; afterwards the workplace holds what was there before.
 * Every step can be told from what is where, so that an exchange that was killed in its middle can be taken back by whoever comes next.
 */
final class Exchange implements AutoCloseable {

    /** Where something stands while two are exchanged on a file system that cannot do it in one step. */
    private static final ByteName ASIDE = ByteName.of("aside");

    private final Directory workplace;
    private final Spot made;
    private final Spot place;

    /** A tree and where it stands. */
    private static final class Spot implements AutoCloseable {

        private final Directory above;
        private final ByteName name;
        private final Optional<TreeCursor> tree;

        /** @param tree empty if it is not there */
        private Spot(Directory above, ByteName name, Optional<Directory> tree) {
            this.above = above;
            this.name = name;
            this.tree = tree.map(TreeCursor::new);
        }

        private Directory directory(BytePath unit) throws IOException {
            return unit.isRoot()
                    ? above
                    : tree.orElseThrow(() -> new NoSuchFileException(name.text()))
                            .go(unit.parent());
        }

        private ByteName name(BytePath unit) {
            return unit.isRoot() ? name : unit.name();
        }

        private Optional<Status> status(BytePath unit) throws IOException {
            try {
                return Optional.of(directory(unit).status(name(unit)));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            tree.ifPresent(TreeCursor::close);
        }
    }

    /**
     * @param workplace holds the tree that was made
     * @param tree its name
     * @param above holds the target
     * @param target its name
     * @param inside the target itself, open, if it is there; closed together with this
     */
    Exchange(Directory workplace, ByteName tree, Directory above, ByteName target, Optional<Directory> inside)
            throws IOException {
        this.workplace = workplace;
        this.made = new Spot(workplace, tree, Optional.of(workplace.directory(tree)));
        this.place = new Spot(above, target, inside);
    }

    /** Exchanges all of them; what fails is taken back. */
    void run(List<Unit> units) throws IOException {
        try {
            for (Unit unit : units) {
                run(unit);
            }
        } catch (IOException e) {
            takeBack(units);
            throw e;
        }
    }

    private void run(Unit unit) throws IOException {
        BytePath path = unit.path();
        Directory there = place.directory(path);
        Status before = there.status();
        boolean replaces = place.status(path).isPresent();
        if (unit.inode() == 0) {
            move(place, made, path);
        } else if (replaces) {
            swap(path);
        } else {
            move(made, place, path);
        }
        there.sync();
        if (!path.isRoot()) {
            there.setTimes(before.modified()); // of a directory that is not restored nothing changes
        }
        if (!isDone(unit)) {
            throw new FileSystemException(
                    path.text(), null, "somebody put something else in the place of what was restored");
        }
    }

    /** Whether everything is as it should be after an exchange. */
    boolean isDone(List<Unit> units) throws IOException {
        for (Unit unit : units) {
            if (!isDone(unit)) {
                return false;
            }
        }
        return true;
    }

    /** Whether anything is. */
    boolean isBegun(List<Unit> units) throws IOException {
        for (Unit unit : units) {
            if (isDone(unit)) {
                return true;
            }
        }
        return false;
    }

    private boolean isDone(Unit unit) throws IOException {
        Optional<Status> there = place.status(unit.path());
        return unit.inode() == 0 ? there.isEmpty() : there.filter(unit::isNew).isPresent();
    }

    /** Puts back what was there before, however far an exchange had come. */
    void takeBack(List<Unit> units) throws IOException {
        for (Unit unit : units) {
            settleAside(unit.path());
        }
        for (Unit unit : units) {
            BytePath path = unit.path();
            Optional<Status> there = place.status(path);
            Optional<Status> here = made.status(path);
            if (there.filter(unit::isNew).isPresent()) {
                if (here.isPresent()) {
                    swap(path);
                } else {
                    move(place, made, path);
                }
            } else if (there.isEmpty() && here.isPresent() && !unit.isNew(here.get())) {
                move(made, place, path);
            }
        }
    }

    private void move(Spot from, Spot to, BytePath path) throws IOException {
        Directory source = from.directory(path);
        Directory goal = to.directory(path);
        try {
            source.rename(from.name(path), goal, to.name(path), Collision.REFUSE);
        } catch (SystemCallException e) {
            if (!isUnsupported(e) || to.status(path).isPresent()) {
                throw e;
            }
            source.rename(from.name(path), goal, to.name(path), Collision.REPLACE);
        }
    }

    private void swap(BytePath path) throws IOException {
        Directory here = made.directory(path);
        Directory there = place.directory(path);
        try {
            here.rename(made.name(path), there, place.name(path), Collision.EXCHANGE);
        } catch (SystemCallException e) {
            if (!isUnsupported(e)) {
                throw e;
            }
            there.rename(place.name(path), workplace, ASIDE, Collision.REPLACE);
            here.rename(made.name(path), there, place.name(path), Collision.REPLACE);
            workplace.rename(ASIDE, here, made.name(path), Collision.REPLACE);
        }
    }

    /** What stands aside goes on to where a swap had come. */
    private void settleAside(BytePath path) throws IOException {
        try {
            workplace.status(ASIDE);
        } catch (NoSuchFileException e) {
            return;
        }
        if (place.status(path).isEmpty()) {
            workplace.rename(ASIDE, place.directory(path), place.name(path), Collision.REPLACE);
        } else if (made.status(path).isEmpty()) {
            workplace.rename(ASIDE, made.directory(path), made.name(path), Collision.REPLACE);
        }
    }

    /** EINVAL, ENOSYS or EOPNOTSUPP: the file system knows plain renames only. */
    private static boolean isUnsupported(SystemCallException e) {
        return e.errno() == 22 || e.errno() == 38 || e.errno() == 95;
    }

    @Override
    public void close() {
        made.close();
        place.close();
    }
}
