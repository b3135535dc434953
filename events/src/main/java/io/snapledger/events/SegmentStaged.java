package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A sealed segment can be fetched. A hint only.
 *
 * @param snapshot id of the snapshot
 * @param store name of the store
 * @param attempt `<number>-<claim>`
 * @param worker id of the replica that holds it
 * @param number number of the segment within the attempt, from 1
 * @param length bytes
 * @param sha256 lower-case hex
 * @param repositories where it shall rest
 */
public record SegmentStaged(
        String snapshot,
        String store,
        String attempt,
        String worker,
        int number,
        long length,
        String sha256,
        List<String> repositories)
        implements EventData {
    public SegmentStaged {
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(attempt, "attempt is missing");
        requireNonNull(worker, "worker is missing");
        requireNonNull(sha256, "sha256 is missing");
        repositories = repositories == null ? List.of() : List.copyOf(repositories);
    }

    @Override
    public String subject() {
        return snapshot + "/" + attempt + "/" + number;
    }

    @Override
    public String attemptPart() {
        return attempt;
    }

    @Override
    public String indexPart() {
        return Integer.toString(number);
    }
}
