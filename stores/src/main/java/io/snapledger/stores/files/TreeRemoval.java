package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Descent;
import io.snapledger.posix.Directory;
import io.snapledger.posix.Status;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Removes a tree of any depth. It follows no link, and goes into no file system that is mounted in it. */
final class TreeRemoval {

    private final Descent descent;
    private final long mount;
    private final Deque<Iterator<ByteName>> left = new ArrayDeque<>();
    private final Deque<ByteName> names = new ArrayDeque<>();

    private TreeRemoval(Directory root) throws IOException {
        descent = new Descent(root);
        mount = root.status().mount();
    }

    /**
     * Removes an entry of a directory with all below it; nothing happens if it is not there.
     *
     * @throws IOException also where something is mounted below it; then a part is left
     */
    static void of(Directory parent, ByteName name) throws IOException {
        try {
            if (parent.status(name).type() != Status.Type.DIRECTORY) {
                parent.remove(name);
                return;
            }
            removeContent(opened(parent, name), parent.status().mount());
            parent.removeDirectory(name);
        } catch (NoSuchFileException e) {
            // it is gone
        }
    }

    private static void removeContent(Directory root, long mount) throws IOException {
        TreeRemoval removal = new TreeRemoval(root);
        try (Descent closed = removal.descent) {
            if (removal.mount != mount) {
                throw mounted(root);
            }
            removal.run();
        }
    }

    private static Directory opened(Directory parent, ByteName name) throws IOException {
        Directory opened = parent.directory(name);
        if ((opened.status().mode() & 0700) != 0700) {
            opened.setMode(0700);
        }
        return opened;
    }

    private void run() throws IOException {
        left.push(descent.current().names().iterator());
        while (true) {
            if (left.element().hasNext()) {
                remove(left.element().next());
            } else if (names.isEmpty()) {
                return;
            } else {
                leave();
            }
        }
    }

    private void remove(ByteName name) throws IOException {
        Directory here = descent.current();
        Status status = here.status(name);
        if (status.type() != Status.Type.DIRECTORY) {
            here.remove(name);
            return;
        }
        if (status.mount() != mount) {
            throw mounted(here);
        }
        descent.enter(name, opened(here, name));
        names.push(name);
        left.push(descent.current().names().iterator());
    }

    private void leave() throws IOException {
        left.pop();
        ByteName done = names.pop();
        descent.leave();
        if (descent.depth() != names.size()) {
            throw new FileSystemException(done.text(), null, "was moved away while it was removed");
        }
        descent.current().removeDirectory(done);
    }

    private static FileSystemException mounted(Directory in) {
        return new FileSystemException(in.toString(), null, "another file system is mounted here or below");
    }
}
