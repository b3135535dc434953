package io.snapledger.repository.format;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.events.ExternalPart;
import io.snapledger.events.NotIncluded;
import io.snapledger.events.Nullable;
import io.snapledger.events.SnapshotOrder;
import java.time.Instant;
import java.util.List;

/**
 * What dump-service and the engine know of a snapshot when they seal it.
 *
 * @param installation that writes it
 * @param order what it is of
 * @param startedAt start of the dump
 * @param sealedAt end of the dump
 * @param toolVersion version of the dumping tool
 * @param serverVersion version of the store
 * @param software version of Snapledger
 * @param objects how many things it holds, in the unit of its kind
 * @param suspect why it may not be what the store should hold; null if nothing speaks against it
 * @param external parts that rest elsewhere
 * @param notIncluded what the dump leaves out, and why
 * @param warnings what a person should know
 * @param content what the engine wants back at a restore: streams, evidence, details; any JSON
 */
public record ManifestFacts(
        String installation,
        SnapshotOrder order,
        Instant startedAt,
        Instant sealedAt,
        String toolVersion,
        String serverVersion,
        String software,
        long objects,
        @Nullable String suspect,
        List<ExternalPart> external,
        List<NotIncluded> notIncluded,
        List<String> warnings,
        JsonNode content) {

    public ManifestFacts {
        requireNonNull(installation, "installation is missing");
        requireNonNull(order, "order is missing");
        requireNonNull(startedAt, "startedAt is missing");
        requireNonNull(sealedAt, "sealedAt is missing");
        requireNonNull(toolVersion, "toolVersion is missing");
        requireNonNull(serverVersion, "serverVersion is missing");
        requireNonNull(software, "software is missing");
        external = List.copyOf(external);
        notIncluded = List.copyOf(notIncluded);
        warnings = List.copyOf(warnings);
        requireNonNull(content, "content is missing");
    }

    /** How many things exist that the plan wants and that it does not hold; above 0 the snapshot is partial. */
    public long missed() {
        return notIncluded.stream()
                .filter(missing -> missing.cause() == NotIncluded.Cause.MISSED)
                .mapToLong(NotIncluded::count)
                .sum();
    }
}
