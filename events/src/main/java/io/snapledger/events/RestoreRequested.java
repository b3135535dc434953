package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * Asks for a restore. Without the authorization of the gateway it is planned only, unless the target is fresh.
 *
 * @param restore id of the restore; empty in a request by a platform, which then gets the id derived from the event
 * @param from a backup or snapshot id, `latest`, an RFC 3339 instant, or Kaa's DD-MM-YYYY-hh-mm-ss
 * @param plan only backups of this plan
 * @param stores only these stores; empty means all
 * @param kinds only stores of these kinds; empty means all
 * @param repository where to read from; absent means the first that has it
 * @param targets per store where to restore, and which paths of it alone; a store that is not named is restored to itself, whole
 * @param dryRun plan only
 * @param overwrite the explicit word for a target that is not fresh
 * @param skipSafetySnapshot go without the safety snapshot of a target that is not fresh
 * @param requestedBy who asked, as they name themselves
 * @param caller who asked, as the gateway has authenticated them
 * @param authorization proof that the gateway has authenticated the request
 */
public record RestoreRequested(
        String restore,
        String from,
        @Nullable String plan,
        List<String> stores,
        List<String> kinds,
        @Nullable String repository,
        Map<String, RestoreTo> targets,
        boolean dryRun,
        boolean overwrite,
        boolean skipSafetySnapshot,
        @Nullable String requestedBy,
        @Nullable Caller caller,
        @Nullable String authorization)
        implements EventData, Caused {
    public RestoreRequested {
        restore = restore == null ? "" : restore;
        requireNonNull(from, "from is missing");
        stores = stores == null ? List.of() : List.copyOf(stores);
        kinds = kinds == null ? List.of() : List.copyOf(kinds);
        targets = targets == null ? Map.of() : Map.copyOf(targets);
    }

    @Override
    public String subject() {
        return restore;
    }

    /** The same request under this id. */
    public RestoreRequested withRestore(String id) {
        return with(id, caller, authorization);
    }

    /** The same request with this proof of who asked, or with none. */
    public RestoreRequested withAuthorization(@Nullable String proof) {
        return with(restore, caller, proof);
    }

    @Override
    public RestoreRequested withCaller(@Nullable Caller other) {
        return with(restore, other, authorization);
    }

    private RestoreRequested with(String id, @Nullable Caller by, @Nullable String proof) {
        return new RestoreRequested(
                id,
                from,
                plan,
                stores,
                kinds,
                repository,
                targets,
                dryRun,
                overwrite,
                skipSafetySnapshot,
                requestedBy,
                by,
                proof);
    }
}
