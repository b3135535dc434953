package io.snapledger.restore.inbound;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreTo;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A restore as asked for over HTTP.
 *
 * @param key makes a repeated request the same restore; without it each request is a new one
 */
@Schema(description = "What to restore, from where, and where to")
record RestoreBody(
        @Schema(
                description =
                        "Backup id, snapshot id, `latest`, a time (the newest backup not after it), or DD-MM-YYYY-hh-mm-ss in UTC",
                examples = "latest")
        @Nullable
        String from,

        @Schema(description = "Only backups of this plan") @Nullable
        String plan,

        @Schema(description = "Only these stores; none means all") @Nullable
        List<String> stores,

        @Schema(description = "Only stores of these kinds; none means all") @Nullable
        List<String> kinds,

        @Schema(description = "Read from this repository; none means the first that has it") @Nullable
        String repository,

        @Schema(
                description =
                        "Per store: another configured store, or options such as `path`. A store that is not named is restored to itself")
        @Nullable
        Map<String, RestoreTo> targets,

        @Schema(description = "Only say what would happen") boolean dryRun,

        @Schema(description = "The explicit word for a target that is not fresh")
        boolean overwrite,

        @Schema(description = "Go without the safety snapshot of such a target")
        boolean skipSafetySnapshot,

        @Schema(description = "Accept another cluster than the one that was backed up")
        boolean otherCluster,

        @Nullable String requestedBy,
        @JsonProperty("idempotencyKey") @Nullable String key) {

    /** @throws IllegalArgumentException with fact and hint */
    RestoreRequested request(String restore) {
        if (from == null || from.isBlank() || from.length() > 100) {
            throw new IllegalArgumentException(
                    "`from` is missing or too long; HINT: a backup id, a snapshot id, `latest` or a time");
        }
        if (plan != null) {
            Identities.requireName("plan", plan);
        }
        if (repository != null) {
            Identities.requireName("repository", repository);
        }
        some(stores).forEach(store -> Identities.requireName("store", store));
        some(kinds).forEach(kind -> Identities.requireName("kind", kind));
        Map<String, RestoreTo> where = targets == null ? Map.of() : targets;
        where.forEach(RestoreBody::require);
        return new RestoreRequested(
                restore,
                from,
                plan,
                some(stores),
                some(kinds),
                repository,
                where,
                dryRun,
                overwrite,
                skipSafetySnapshot,
                otherCluster,
                requestedBy,
                null);
    }

    private static void require(String store, RestoreTo to) {
        Identities.requireName("store", store);
        if (to.store() != null) {
            Identities.requireName("target store", to.store());
        }
        to.options().forEach((option, value) -> {
            if (!option.matches("[a-z][a-z0-9-]{0,39}")
                    || value.length() > 4096
                    || value.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException(
                        "option '" + option.replaceAll("\\p{Cntrl}", "?") + "' of the target of '" + store
                                + "' is not valid; HINT: lower-case names, values of at most 4096 printable characters");
            }
        });
    }

    private static List<String> some(List<String> list) {
        return list == null ? List.of() : list;
    }
}
