package io.snapledger.repository.directory;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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

    private final Path file;
    private final ReentrantLock threads;

    ReplaceLock(Path file) {
        this.file = file;
        this.threads = IN_THIS_JVM.computeIfAbsent(file, ignored -> new ReentrantLock());
    }

    interface Action {
        boolean run() throws IOException;
    }

    boolean holding(Action action) throws IOException {
        threads.lock();
        try (FileChannel channel = FileChannel.open(file, CREATE, WRITE);
                FileLock processes = channel.lock()) {
            if (!processes.isValid()) {
                throw new IOException("the lock file " + file + " could not be locked");
            }
            return action.run();
        } finally {
            threads.unlock();
        }
    }
}
