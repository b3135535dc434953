package io.snapledger.restore;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds whoever comes by, once, until interrupted or let go. */
final class Pause {

    static final Pause NEVER = new Pause(0);

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger left;

    /** @param nth who is held, from 1 */
    Pause(int nth) {
        this.left = new AtomicInteger(nth);
    }

    void run() throws InterruptedException {
        if (left.decrementAndGet() == 0) {
            reached.countDown();
            released.await();
        }
    }

    void awaitReached() throws InterruptedException {
        if (!reached.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody came by");
        }
    }

    void release() {
        released.countDown();
    }
}
