package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * Heartbeat of a running attempt.
 *
 * @param backup id of the backup
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param attempt `<number>-<claim>`
 * @param worker id of the dump-service replica
 * @param index running number, from 0
 * @param phase `dumping`, `stalled`, `sealing` or `uploading`
 * @param bytesRead plaintext bytes read from the store so far
 * @param bytesStaged sealed bytes staged so far
 * @param bytesExpected estimate of the plaintext bytes, 0 if unknown
 */
public record DumpProgress(
        String backup,
        String snapshot,
        String store,
        String attempt,
        String worker,
        int index,
        String phase,
        long bytesRead,
        long bytesStaged,
        long bytesExpected)
        implements EventData {
    public DumpProgress {
        requireNonNull(backup, "backup is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(attempt, "attempt is missing");
        requireNonNull(worker, "worker is missing");
        requireNonNull(phase, "phase is missing");
    }

    @Override
    public String subject() {
        return snapshot;
    }

    @Override
    public String attemptPart() {
        return attempt;
    }

    @Override
    public String indexPart() {
        return Integer.toString(index);
    }
}
