package io.snapledger.restore.inbound;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreTo;
import io.snapledger.events.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A restore as asked for over HTTP.
 *
 * @param key makes a repeated request the same restore; without it each request is a new one
 */
@Schema(
        description = "What to restore, from where, and where to",
        examples =
                "{\"from\": \"latest\", \"stores\": [\"project\"], \"targets\": {\"project\": {\"options\": {\"path\": \"/tmp/project\"}}}}")
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
                        "Per store: another configured store, options such as `path`, and in `only` the paths that are restored alone, with all below them. A store that is not named is restored to itself, whole")
        @Nullable
        Map<String, RestoreTo> targets,

        @Schema(description = "Only say what would happen") boolean dryRun,

        @Schema(description = "The explicit word for a target that is not fresh")
        boolean overwrite,

        @Schema(description = "Go without the safety snapshot of such a target")
        boolean skipSafetySnapshot,

        @Nullable String requestedBy,
        @JsonProperty("idempotencyKey") @Nullable String key) {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_CHARACTERS = 256;
    private static final int MOST_OF_A_PATH = 4096;
    private static final List<String> FLAGS = List.of("dryRun", "overwrite", "skipSafetySnapshot");
    private static final String HINT = "; HINT: {\"from\": \"latest\"}";

    /** Strict, since a misspelt {@code dryRun} that is passed over would be a restore. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** @throws IllegalArgumentException with fact and hint */
    static RestoreBody read(byte[] body) {
        if (body == null || body.length == 0) {
            throw new IllegalArgumentException("the body is empty" + HINT);
        }
        if (body.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "the body has " + body.length + " bytes; HINT: send at most " + MOST_BYTES);
        }
        try {
            JsonNode tree = JSON.readTree(body);
            if (!tree.isObject()) {
                throw new IllegalArgumentException("the body is no JSON object" + HINT);
            }
            for (String flag : FLAGS) {
                if (tree.has(flag) && !tree.get(flag).isBoolean()) {
                    throw new IllegalArgumentException("field '" + flag + "' is neither true nor false" + HINT);
                }
            }
            return JSON.treeToValue(tree, RestoreBody.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(reason(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body cannot be read; HINT: send it again", e);
        }
    }

    private static String reason(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "field '" + shown(unknown.getPropertyName()) + "' is not known; HINT: the fields are "
                    + unknown.getKnownPropertyIds();
        }
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().get(0).getFieldName();
            return "field '" + shown(String.valueOf(field)) + "' is not of the kind that is expected"
                    + "; HINT: see the OpenAPI document of this service";
        }
        return "the body is no JSON object" + HINT;
    }

    private static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
    }

    /** The restore's id: the same for the same fields and the same key, in whatever order they were sent. */
    String id() {
        try {
            return Identities.restore(
                    Role.RESTORE.source(),
                    CANONICAL.writeValueAsString(this)
                            + "#"
                            + (key == null ? UUID.randomUUID().toString() : key));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a restore cannot be written as JSON", e);
        }
    }

    /** @throws IllegalArgumentException with fact and hint */
    RestoreRequested request(String restore) {
        if (from == null || from.isBlank() || from.length() > 100) {
            throw new IllegalArgumentException(
                    "`from` is missing or too long; HINT: a backup id, a snapshot id, `latest` or a time");
        }
        requireWords("requestedBy", requestedBy);
        requireWords("idempotencyKey", key);
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
                requestedBy,
                null,
                null);
    }

    private static void require(String store, RestoreTo to) {
        Identities.requireName("store", store);
        if (to == null) {
            throw new IllegalArgumentException(
                    "the target of '" + store + "' is null; HINT: leave it out to restore the store to itself");
        }
        if (to.store() != null) {
            Identities.requireName("target store", to.store());
        }
        to.only().forEach(path -> requirePath(store, path));
        to.options().forEach((option, value) -> {
            if (option.matches(".*(password|secret|token|credential).*")) {
                throw new IllegalArgumentException(
                        "option '" + shown(option) + "' of the target of '" + store
                                + "' would be written into the ledger; HINT: configure a store with it, and name that as target");
            }
            if (!option.matches("[a-z][a-z0-9-]{0,39}")
                    || value.length() > 4096
                    || value.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException("option '" + shown(option) + "' of the target of '" + store
                        + "' is not valid; HINT: lower-case names, values of at most 4096 printable characters");
            }
        });
    }

    private static void requirePath(String store, String path) {
        if (path.isEmpty() || path.length() > MOST_OF_A_PATH || path.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("'" + shown(path) + "' is no path of a snapshot of '" + store
                    + "'; HINT: as snapledger snapshot ls tells it, at most " + MOST_OF_A_PATH
                    + " printable characters");
        }
    }

    private static void requireWords(String what, @Nullable String words) {
        if (words != null && (words.length() > MOST_CHARACTERS || words.chars().anyMatch(Character::isISOControl))) {
            throw new IllegalArgumentException(
                    "`" + what + "` is not usable; HINT: send at most " + MOST_CHARACTERS + " printable characters");
        }
    }

    private static List<String> some(List<String> list) {
        return list == null ? List.of() : list;
    }
}
