package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * An attempt is sealed: tool exit 0, trailer or checksum right, inventory taken, manifest written.
 *
 * @param backup id of the backup
 * @param snapshot id of the snapshot
 * @param plan name of the plan
 * @param store name of the store
 * @param kind kind of the store
 * @param attempt `<number>-<claim>`
 * @param worker id of the replica that holds the bytes
 * @param repositories where the snapshot shall rest
 * @param backupStores all stores of the backup
 * @param dueAt the instant that names the backup
 * @param safetyFor restore before which it was made as a safety snapshot; absent for a plan's backup
 * @param manifest the sealed manifest
 * @param segmentList the plain list of segments
 * @param epoch key epoch
 * @param owners earlier snapshots whose segments are referred to
 * @param segments number of segments, manifest included
 * @param bytesRead plaintext bytes
 * @param bytesStored bytes of new segments
 * @param objects how many things it holds, in the unit of its kind
 * @param missed how many things exist that the plan wants and that the snapshot does not hold; above 0 it is partial
 * @param suspect why it may not be what the store should hold, e.g. it is suddenly empty; absent if nothing speaks against it
 * @param streams what was dumped, at most 200 streams; the manifest has them all
 * @param notIncluded what the dump leaves out, and why; what was missed first
 * @param warnings what a person should know
 * @param toolVersion version of the dumping tool
 * @param serverVersion version of the store
 * @param startedAt start of the dump
 * @param sealedAt end of the dump
 */
public record DumpCompleted(
        String backup,
        String snapshot,
        String plan,
        String store,
        String kind,
        String attempt,
        String worker,
        List<String> repositories,
        List<String> backupStores,
        Instant dueAt,
        @Nullable String safetyFor,
        ManifestReference manifest,
        ObjectReference segmentList,
        String epoch,
        List<SegmentOwner> owners,
        int segments,
        long bytesRead,
        long bytesStored,
        long objects,
        long missed,
        @Nullable String suspect,
        List<StreamFact> streams,
        List<NotIncluded> notIncluded,
        List<String> warnings,
        String toolVersion,
        String serverVersion,
        Instant startedAt,
        Instant sealedAt)
        implements EventData {
    public DumpCompleted {
        requireNonNull(backup, "backup is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(store, "store is missing");
        requireNonNull(kind, "kind is missing");
        requireNonNull(attempt, "attempt is missing");
        requireNonNull(worker, "worker is missing");
        repositories = repositories == null ? List.of() : List.copyOf(repositories);
        backupStores = backupStores == null ? List.of() : List.copyOf(backupStores);
        requireNonNull(dueAt, "dueAt is missing");
        requireNonNull(manifest, "manifest is missing");
        requireNonNull(segmentList, "segmentList is missing");
        requireNonNull(epoch, "epoch is missing");
        owners = owners == null ? List.of() : List.copyOf(owners);
        streams = streams == null ? List.of() : List.copyOf(streams);
        notIncluded = notIncluded == null ? List.of() : List.copyOf(notIncluded);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
        requireNonNull(toolVersion, "toolVersion is missing");
        requireNonNull(serverVersion, "serverVersion is missing");
        requireNonNull(startedAt, "startedAt is missing");
        requireNonNull(sealedAt, "sealedAt is missing");
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
