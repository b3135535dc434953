package io.snapledger.dump.staging;

import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The bytes that staging may hold, shared by all attempts. Whoever finds no room waits until storage has freed some. */
final class Quota {

    /** How often a waiting thread looks at the clock; it is woken at once when room is freed. */
    private static final long LOOK_MILLIS = 200;

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition freed = lock.newCondition();
    private long used;

    Quota(long limit) {
        this.limit = limit;
    }

    /**
     * Takes room, waiting for it if need be.
     *
     * @throws StagingStalledException if there was none for too long, or never can be
     * @throws InterruptedIOException if the thread is interrupted while it waits
     */
    void take(long bytes, Stall stall) throws StagingStalledException, InterruptedIOException {
        if (bytes > limit) {
            throw new StagingStalledException(bytes + " bytes never fit into the staging quota of " + limit
                    + "; HINT: raise snapledger.dump.staging-quota");
        }
        lock.lock();
        try {
            if (used + bytes > limit) {
                stall.begin();
            }
            while (used + bytes > limit) {
                stall.check(
                        "staging is full: " + used + " of " + limit + " bytes are used, " + bytes + " more are needed");
                freed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            used += bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for room in staging");
        } finally {
            stall.end();
            lock.unlock();
        }
    }

    /** Takes room that is in use already, over the limit if need be. */
    void count(long bytes) {
        lock.lock();
        try {
            used += bytes;
        } finally {
            lock.unlock();
        }
    }

    void giveBack(long bytes) {
        lock.lock();
        try {
            used -= bytes;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits a moment for others to free room; the file system is full although the quota is not. */
    void awaitFreed() throws InterruptedIOException {
        lock.lock();
        try {
            freed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for room in staging");
        } finally {
            lock.unlock();
        }
    }

    long used() {
        lock.lock();
        try {
            return used;
        } finally {
            lock.unlock();
        }
    }

    long limit() {
        return limit;
    }
}
