package io.snapledger.stores;

/** Told about the progress of a restore, often; must return quickly and not throw. */
@FunctionalInterface
public interface Progress {

    /**
     * Tells where it is.
     *
     * @param step what goes on, e.g. {@code restoring database shop}
     * @param bytes plaintext bytes of the streams read so far
     */
    void report(String step, long bytes);

    Progress IGNORED = (step, bytes) -> {};
}
