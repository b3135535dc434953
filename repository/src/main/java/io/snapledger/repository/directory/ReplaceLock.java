package io.snapledger.repository.directory;

import static java.nio.file.StandardOpenOption.WRITE;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of one process at a time replace an object. The file lock works between processes only, so a lock of this JVM
 * stands before it, shared by all backends on the same directory.
 */
final class ReplaceLock {

    private static final Map<Path, ReentrantLock> IN_THIS_JVM = new ConcurrentHashMap<>();
    private static final ByteName NAME = ByteName.of(".lock");
    private static final int MODE = 0600;

    private final ReentrantLock threads;

    ReplaceLock(Path root) {
        this.threads = IN_THIS_JVM.computeIfAbsent(root, ignored -> new ReentrantLock());
    }

    interface Action {
        boolean run() throws IOException;
    }

    boolean holding(Directory root, Action action) throws IOException {
        threads.lock();
        try (FileChannel channel = open(root);
                FileLock processes = channel.lock()) {
            if (!processes.isValid()) {
                throw new IOException("the lock file " + NAME + " in " + root + " could not be locked");
            }
            return action.run();
        } finally {
            threads.unlock();
        }
    }

    private static FileChannel open(Directory root) throws IOException {
        try (RegularFile file = file(root)) {
            return FileChannel.open(file.path(), WRITE);
        }
    }

    private static RegularFile file(Directory root) throws IOException {
        try {
            return root.file(NAME);
        } catch (NoSuchFileException e) {
            return created(root);
        }
    }

    private static RegularFile created(Directory root) throws IOException {
        try {
            return root.create(NAME, MODE);
        } catch (FileAlreadyExistsException e) {
            return root.file(NAME); // another process was faster
        }
    }
}
