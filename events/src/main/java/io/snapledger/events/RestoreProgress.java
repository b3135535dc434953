package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * Heartbeat of a restore.
 *
 * @param restore id of the restore
 * @param store store that is being restored
 * @param index running number, from 0
 * @param phase `safety-snapshot`, `verifying`, `applying`, `checking`
 * @param bytesDone plaintext bytes
 * @param bytesTotal plaintext bytes
 */
public record RestoreProgress(String restore, String store, int index, String phase, long bytesDone, long bytesTotal)
        implements EventData {
    public RestoreProgress {
        requireNonNull(restore, "restore is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(phase, "phase is missing");
    }

    @Override
    public String subject() {
        return restore;
    }

    @Override
    public String indexPart() {
        return Integer.toString(index);
    }
}
