package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Descent;
import io.snapledger.posix.Directory;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes to any directory of a tree, from the one before by the shortest way, name by name. Never leads out of the tree: no link is
 * followed, and a directory that was moved away meanwhile is an error.
 */
final class TreeCursor implements AutoCloseable {

    /** What happens at a directory that is not there. */
    @FunctionalInterface
    interface Missing {
        /** @return the directory, made and open */
        Directory make(Directory in, BytePath path) throws IOException;
    }

    /** A directory that is not there is an error. */
    static final Missing NOTHING = (in, path) -> {
        throw new NoSuchFileException(path.text());
    };

    private final Descent descent;
    private final List<ByteName> names = new ArrayList<>();
    private BytePath at = BytePath.ROOT;

    /** @param root closed together with this */
    TreeCursor(Directory root) {
        descent = new Descent(root);
    }

    /** The directory at a path; stays open until the next call. */
    Directory go(BytePath path) throws IOException {
        return go(path, NOTHING);
    }

    /** The directory at a path, made where it is not there. */
    Directory go(BytePath path, Missing missing) throws IOException {
        if (!path.equals(at)) {
            List<ByteName> wanted = path.names();
            leaveTo(common(wanted));
            for (ByteName name : wanted.subList(names.size(), wanted.size())) {
                enter(name, missing);
            }
        }
        return descent.current();
    }

    private int common(List<ByteName> wanted) {
        int common = 0;
        while (common < Math.min(names.size(), wanted.size())
                && names.get(common).equals(wanted.get(common))) {
            common++;
        }
        return common;
    }

    private void leaveTo(int depth) throws IOException {
        while (names.size() > depth) {
            descent.leave();
            names.remove(names.size() - 1);
            at = at.parent();
            if (descent.depth() != names.size()) {
                throw new FileSystemException(at.text(), null, "was moved away while somebody was working in it");
            }
        }
    }

    private void enter(ByteName name, Missing missing) throws IOException {
        BytePath path = at.resolve(name);
        try {
            descent.enter(name);
        } catch (NoSuchFileException e) {
            descent.enter(name, missing.make(descent.current(), path));
        }
        names.add(name);
        at = path;
    }

    @Override
    public void close() {
        descent.close();
    }
}
