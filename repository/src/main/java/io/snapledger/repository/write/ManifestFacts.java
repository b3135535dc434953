package io.snapledger.repository.write;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.events.NotIncluded;
import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What dump-service and the engine know of a snapshot when they seal it. All of it lands in the manifest.
 *
 * @param installation that writes it
 * @param backup id of the backup
 * @param plan name of the plan
 * @param kind kind of the store
 * @param dueAt the instant that names the backup
 * @param backupStores all stores of the backup
 * @param safetyFor restore before which it was made as a safety snapshot; null for a plan's backup
 * @param startedAt start of the dump
 * @param sealedAt end of the dump
 * @param toolVersion version of the dumping tool
 * @param serverVersion version of the store
 * @param software version of Snapledger
 * @param objects how many things it holds, in the unit of its kind
 * @param suspect why it may not be what the store should hold; null if nothing speaks against it
 * @param notIncluded what the dump leaves out, and why
 * @param warnings what a person should know
 * @param options options of the dump, no secrets
 * @param content what the engine wants back at a restore: streams, evidence, details; any JSON
 */
public record ManifestFacts(
        String installation,
        String backup,
        String plan,
        String kind,
        Instant dueAt,
        List<String> backupStores,
        @Nullable String safetyFor,
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
        JsonNode content) {

    public ManifestFacts {
        requireNonNull(installation, "installation is missing");
        requireNonNull(backup, "backup is missing");
        requireNonNull(plan, "plan is missing");
        requireNonNull(kind, "kind is missing");
        requireNonNull(dueAt, "dueAt is missing");
        backupStores = List.copyOf(backupStores);
        requireNonNull(startedAt, "startedAt is missing");
        requireNonNull(sealedAt, "sealedAt is missing");
        requireNonNull(toolVersion, "toolVersion is missing");
        requireNonNull(serverVersion, "serverVersion is missing");
        requireNonNull(software, "software is missing");
        notIncluded = List.copyOf(notIncluded);
        warnings = List.copyOf(warnings);
        options = Map.copyOf(options);
        requireNonNull(content, "content is missing");
    }
}
