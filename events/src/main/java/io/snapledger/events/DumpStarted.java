package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * A worker has claimed an attempt. The first claim of (snapshot, number) in the topic wins.
 *
 * @param backup id of the backup
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param attempt `<number>-<claim>`
 * @param worker id of the dump-service replica
 */
public record DumpStarted(String backup, String snapshot, String store, String attempt, String worker)
        implements EventData {
    public DumpStarted {
        requireNonNull(backup, "backup is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(attempt, "attempt is missing");
        requireNonNull(worker, "worker is missing");
    }

    @Override
    public String subject() {
        return snapshot;
    }

    @Override
    public String attemptPart() {
        return attempt;
    }
}
