package io.snapledger.repository.format;

import static java.util.Objects.requireNonNull;

import io.snapledger.events.SegmentOwner;
import io.snapledger.repository.AttemptId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The sealed description of a snapshot.
 *
 * @param facts what was known of it when it was sealed
 * @param attempt the attempt that wrote it
 * @param epoch key epoch
 * @param owners earlier snapshots whose segments are referred to; the runs count them from 1, and 0 is this snapshot
 * @param streams in the order in which they were opened
 */
public record Manifest(
        ManifestFacts facts, AttemptId attempt, String epoch, List<SegmentOwner> owners, List<Stream> streams) {

    public Manifest {
        requireNonNull(facts, "facts are missing");
        requireNonNull(attempt, "attempt is missing");
        requireNonNull(epoch, "epoch is missing");
        owners = List.copyOf(owners);
        streams = List.copyOf(streams);
        Set<String> names = new HashSet<>();
        for (Stream stream : streams) {
            if (!names.add(stream.name())) {
                throw new IllegalArgumentException("two streams are called '" + stream.name() + "'");
            }
        }
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
