package io.snapledger.dump.staging;

/** Room in staging for a working file. */
public final class Reservation implements AutoCloseable {

    private final Quota quota;
    private long bytes;

    Reservation(Quota quota, long bytes) {
        this.quota = quota;
        this.bytes = bytes;
    }

    /** Gives the room back; again has no effect. */
    @Override
    public synchronized void close() {
        quota.giveBack(bytes);
        bytes = 0;
    }
}
