package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A restore ended without success.
 *
 * @param restore id of the restore
 * @param reason constant word, e.g. `not-found`, `ambiguous`, `target-not-fresh`, `damaged`, `wrong-key`, `evidence-differs`, `engine-failed`, `cancelled`
 * @param message fact, values and hint
 * @param store where it failed
 * @param targetChanged whether a target may have been changed
 * @param stores what had been restored before
 */
public record RestoreFailed(
        String restore,
        String reason,
        String message,
        @Nullable String store,
        boolean targetChanged,
        List<RestoredStore> stores)
        implements EventData {
    public RestoreFailed {
        requireNonNull(restore, "restore is missing");
        requireNonNull(reason, "reason is missing");
        requireNonNull(message, "message is missing");
        stores = stores == null ? List.of() : List.copyOf(stores);
    }

    @Override
    public String subject() {
        return restore;
    }
}
