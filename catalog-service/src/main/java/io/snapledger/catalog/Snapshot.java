package io.snapledger.catalog;

import io.snapledger.events.NotIncluded;
import io.snapledger.events.Nullable;
import io.snapledger.events.StreamFact;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one backup holds of one store. Everything but the id may be unknown for a while, since events come in any order.
 *
 * @param id id of the snapshot
 * @param backup id of its backup
 * @param plan name of the plan
 * @param store name of the store
 * @param kind kind of the store
 * @param dueAt the instant that names the backup
 * @param safetyFor restore before which it was made as a safety snapshot; absent for a plan's backup
 * @param state where it stands in the first repository of its plan
 * @param history whether its events are known
 * @param repositories where it shall rest, the first one decides
 * @param backupStores all stores of its backup
 * @param copies repository -> where it stands there
 * @param attempts every attempt that is known of
 * @param attempt the attempt that the following facts are of: the committed one, else the last sealed one
 * @param bytesRead plaintext bytes
 * @param bytesStored bytes of new segments
 * @param objects how many things it holds, in the unit of its kind
 * @param missed how many things exist that the plan wants and that it does not hold; above 0 it is partial
 * @param suspect why it may not be what the store should hold
 * @param segments number of its own segments
 * @param streams what was dumped, at most 200; absent in lists
 * @param notIncluded what the dump leaves out, and why
 * @param warnings what a person should know
 * @param toolVersion version of the dumping tool
 * @param serverVersion version of the store
 * @param requestedAt when the first attempt was asked for
 * @param startedAt start of the dump
 * @param sealedAt end of the dump
 * @param committedAt when the first repository had it
 * @param deadline everything has ended by then
 * @param progress heartbeat while it runs
 * @param reason constant word, if it failed
 * @param message fact, values and hint, if it failed
 */
public record Snapshot(
        String id,
        String backup,
        @Nullable String plan,
        @Nullable String store,
        @Nullable String kind,
        @Nullable Instant dueAt,
        @Nullable String safetyFor,
        SnapshotState state,
        History history,
        List<String> repositories,
        List<String> backupStores,
        Map<String, SnapshotCopy> copies,
        List<Attempt> attempts,
        @Nullable String attempt,
        long bytesRead,
        long bytesStored,
        long objects,
        long missed,
        @Nullable String suspect,
        int segments,
        List<StreamFact> streams,
        List<NotIncluded> notIncluded,
        List<String> warnings,
        @Nullable String toolVersion,
        @Nullable String serverVersion,
        @Nullable Instant requestedAt,
        @Nullable Instant startedAt,
        @Nullable Instant sealedAt,
        @Nullable Instant committedAt,
        @Nullable Instant deadline,
        @Nullable DumpHeart progress,
        @Nullable String reason,
        @Nullable String message) {

    public Snapshot {
        repositories = List.copyOf(repositories);
        backupStores = List.copyOf(backupStores);
        copies = Collections.unmodifiableMap(new TreeMap<>(copies));
        attempts = List.copyOf(attempts);
        streams = streams == null ? List.of() : List.copyOf(streams);
        notIncluded = notIncluded == null ? List.of() : List.copyOf(notIncluded);
        warnings = warnings == null ? List.of() : List.copyOf(warnings);
    }

    /** For lists. */
    public Snapshot withoutStreams() {
        return new Snapshot(
                id,
                backup,
                plan,
                store,
                kind,
                dueAt,
                safetyFor,
                state,
                history,
                repositories,
                backupStores,
                copies,
                attempts,
                attempt,
                bytesRead,
                bytesStored,
                objects,
                missed,
                suspect,
                segments,
                List.of(),
                notIncluded,
                warnings,
                toolVersion,
                serverVersion,
                requestedAt,
                startedAt,
                sealedAt,
                committedAt,
                deadline,
                progress,
                reason,
                message);
    }

    /** What its backup needs to know of it. */
    public SnapshotSummary summary() {
        Map<String, SnapshotState> states = new TreeMap<>();
        copies.forEach((repository, copy) -> states.put(repository, copy.state()));
        int tries = attempts.stream().mapToInt(Attempt::number).max().orElse(0);
        return new SnapshotSummary(
                id,
                store,
                kind,
                plan,
                dueAt,
                safetyFor,
                state,
                history,
                repositories,
                backupStores,
                states,
                tries,
                bytesRead,
                bytesStored,
                missed,
                suspect,
                reason,
                message);
    }
}
