package io.snapledger.dump;

import java.util.concurrent.Semaphore;

/** The number of attempts that run at once. Waiting for a slot is what pauses the consumer. */
final class Slots {

    private final int number;
    private final Semaphore free;
    private volatile boolean closed;

    Slots(int number) {
        this.number = number;
        this.free = new Semaphore(number, true);
    }

    /** Waits for a slot; false if none will be given any more, because the service stops. */
    boolean take() throws InterruptedException {
        if (closed) {
            return false;
        }
        free.acquire();
        if (closed) {
            free.release();
            return false;
        }
        return true;
    }

    void giveBack() {
        free.release();
    }

    /** Nobody gets a slot from now on; whoever waits is told. */
    void close() {
        closed = true;
        free.release(1_000_000); // wakes every waiting thread, which then sees that it is closed
    }

    boolean isClosed() {
        return closed;
    }

    int number() {
        return number;
    }

    int busy() {
        return closed ? 0 : number - free.availablePermits();
    }
}
