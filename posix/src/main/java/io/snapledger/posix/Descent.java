package io.snapledger.posix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a tree that goes down and up by one level at a time, to any depth: no path is ever longer than one name, and of the directories
 * above only the root and the nearest stay open. One that was closed is opened again as the parent of the one below it, or else from the
 * root by its names, and only if it is the same as before: who moves a directory away while somebody is in it leads him nowhere.
 */
public final class Descent implements AutoCloseable {

    private static final int MOST_OPEN = 64;

    private final List<Level> levels = new ArrayList<>();

    /** A directory on the way, closed or open. */
    private static final class Level {

        private final ByteName name;
        private Directory directory;
        private Status whenClosed;

        private Level(ByteName name, Directory directory) {
            this.name = name;
            this.directory = directory;
        }

        private void close() throws IOException {
            if (directory.isOpen()) {
                whenClosed = directory.status();
                directory.close();
            }
        }

        /** Takes a directory that was opened anew, if it is this one. */
        private boolean reopens(Directory opened) throws IOException {
            if (opened.status().isSameFile(whenClosed)) {
                directory = opened;
                return true;
            }
            opened.close();
            return false;
        }
    }

    /** @param root closed together with this */
    public Descent(Directory root) {
        levels.add(new Level(null, root));
    }

    /** The directory that was entered last and not left. */
    public Directory current() {
        return levels.get(depth()).directory;
    }

    /** How many directories below the root. */
    public int depth() {
        return levels.size() - 1;
    }

    /** Goes into a directory of the current one. @throws IOException as {@link Directory#directory}; then nothing has changed */
    public void enter(ByteName name) throws IOException {
        enter(name, current().directory(name));
    }

    /** Goes into a directory that was just opened in, or made in, the current one. */
    public void enter(ByteName name, Directory child) throws IOException {
        levels.add(new Level(name, child));
        int far = depth() - MOST_OPEN;
        if (far > 0) {
            levels.get(far).close();
        }
    }

    /**
     * Goes back to the directory above; if that was moved away meanwhile, to the nearest one above it that is still in its place. Compare
     * {@link #depth} where that matters.
     */
    public void leave() throws IOException {
        if (depth() == 0) {
            throw new IllegalStateException("nothing is above the root");
        }
        try (Directory left = levels.remove(depth()).directory) {
            if (!current().isOpen() && !reopenAsParentOf(left)) {
                reopenFromRoot();
            }
        }
    }

    private boolean reopenAsParentOf(Directory child) {
        try {
            return levels.get(depth()).reopens(child.parent());
        } catch (IOException e) {
            return false; // it may not be asked for its parent any more
        }
    }

    private void reopenFromRoot() {
        for (int at = 1; at <= depth(); at++) {
            if (!reopenByName(at)) {
                levels.subList(at, levels.size()).clear();
            } else if (at > 1) {
                levels.get(at - 1).directory.close();
            }
        }
    }

    private boolean reopenByName(int at) {
        Level level = levels.get(at);
        try {
            return level.reopens(levels.get(at - 1).directory.directory(level.name));
        } catch (IOException e) {
            return false; // no more in its place
        }
    }

    @Override
    public void close() {
        levels.forEach(level -> level.directory.close());
    }
}
