package io.snapledger.repository.format;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.events.NotIncluded;
import io.snapledger.events.Nullable;
import io.snapledger.events.SegmentOwner;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The sealed description of a snapshot.
 *
 * @param installation that wrote it
 * @param store name of the store
 * @param snapshot id of the snapshot
 * @param attempt the attempt that wrote it
 * @param backup id of the backup
 * @param plan name of the plan
 * @param kind kind of the store
 * @param dueAt the instant that names the backup
 * @param backupStores all stores of the backup
 * @param safetyFor restore before which it was made as a safety snapshot; null for a plan's backup
 * @param epoch key epoch
 * @param startedAt start of the dump
 * @param sealedAt end of the dump
 * @param toolVersion version of the dumping tool
 * @param serverVersion version of the store
 * @param software version of Snapledger
 * @param objects how many things it holds, in the unit of its kind
 * @param suspect why it may not be what the store should hold; null if nothing speaks against it
 * @param notIncluded what the dump leaves out, and why
 * @param warnings what a person should know
 * @param options options of the dump
 * @param content what the engine wants back: streams, evidence, details
 * @param owners earlier snapshots whose segments are referred to; the runs count them from 1, and 0 is this snapshot
 * @param streams in the order in which they were opened
 */
public record Manifest(
        String installation,
        StoreName store,
        SnapshotId snapshot,
        AttemptId attempt,
        String backup,
        String plan,
        String kind,
        Instant dueAt,
        List<String> backupStores,
        @Nullable String safetyFor,
        String epoch,
        Instant startedAt,
        Instant sealedAt,
        String toolVersion,
        String serverVersion,
        String software,
        long objects,
        @Nullable String suspect,
        List<NotIncluded> notIncluded,
        List<String> warnings,
        Map<String, String> options,
        JsonNode content,
        List<SegmentOwner> owners,
        List<Stream> streams) {

    public Manifest {
        requireNonNull(store, "store is missing");
        requireNonNull(snapshot, "snapshot is missing");
        requireNonNull(attempt, "attempt is missing");
        backupStores = List.copyOf(backupStores);
        notIncluded = List.copyOf(notIncluded);
        warnings = List.copyOf(warnings);
        options = Map.copyOf(options);
        owners = List.copyOf(owners);
        streams = List.copyOf(streams);
        Set<String> names = new HashSet<>();
        for (Stream stream : streams) {
            if (!names.add(stream.name())) {
                throw new IllegalArgumentException("two streams are called '" + stream.name() + "'");
            }
        }
    }

    /** How many things exist that the plan wants and that it does not hold; above 0 the snapshot is partial. */
    public long missed() {
        return notIncluded.stream()
                .filter(missing -> missing.cause() == NotIncluded.Cause.MISSED)
                .mapToLong(NotIncluded::count)
                .sum();
    }

    public Optional<Stream> stream(String name) {
        return streams.stream().filter(stream -> stream.name().equals(name)).findFirst();
    }

    /**
     * One stream.
     *
     * @param name as the engine opened it: letters, digits and {@code ._-}, at most 128; safe as the name of a file
     * @param bytes plaintext bytes
     * @param sha256 of the plaintext, lower-case hex
     * @param runs where its chunks lie, in order
     */
    public record Stream(String name, long bytes, String sha256, Runs runs) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

        public Stream {
            requireName(name);
            if (bytes < 0) {
                throw new IllegalArgumentException("stream '" + name + "' has " + bytes + " bytes");
            }
            Sha256.requireHex(sha256);
            requireNonNull(runs, "runs are missing");
        }

        /** Refuses what is no name of a stream. */
        public static String requireName(String name) {
            if (name == null || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("stream name is not valid: '" + name
                        + "'; it has at most 128 letters, digits, dots, underscores and hyphens");
            }
            return name;
        }
    }
}
