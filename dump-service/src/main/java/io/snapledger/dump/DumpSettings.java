package io.snapledger.dump;

import java.time.Duration;

/**
 * What an operator can turn.
 *
 * @param installation id of the installation, for the manifest
 * @param software version of Snapledger, for the manifest
 * @param slots attempts at once
 * @param heartbeat how often an attempt says that it lives
 * @param storagePatience how long the start of an attempt waits for storage-service
 * @param announceAgain how long a sealed attempt waits for a decision before it is announced again; doubles up to 10 minutes
 * @param keepUndecided how long after its deadline a sealed attempt is kept although no repository has decided
 * @param segmentBytes where a segment ends
 * @param zstdLevel 0 stores chunks as they are
 * @param workers threads per attempt that digest and compress
 */
public record DumpSettings(
        String installation,
        String software,
        int slots,
        Duration heartbeat,
        Duration storagePatience,
        Duration announceAgain,
        Duration keepUndecided,
        int segmentBytes,
        int zstdLevel,
        int workers) {

    public DumpSettings {
        if (slots < 1) {
            throw new IllegalArgumentException("snapledger.dump.slots is " + slots + "; there is at least 1");
        }
    }

    /** 32 MiB, or less where the quota is small: all slots together must be able to hold several. */
    public static int segmentBytesFor(long quotaBytes, int slots) {
        long fair = quotaBytes / (4L * slots);
        return (int) Math.max(64 << 10, Math.min(32 << 20, fair));
    }
}
