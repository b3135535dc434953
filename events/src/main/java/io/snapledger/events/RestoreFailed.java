package io.snapledger.events;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * A restore ended without success.
 *
 * @param restore id of the restore
 * @param reason constant word, e.g. `not-found`, `ambiguous`, `target-not-fresh`, `damaged`, `wrong-key`, `evidence-differs`, `engine-failed`, `cancelled`
 * @param message fact, values and hint
 * @param store where it failed
 * @param change what became of the target where it failed, after a look at it
 * @param changed what was changed there, in the store's words; why nobody could look where the change is not known
 * @param left what the restore made there and could not remove, each with what to do
 * @param safetyBackups store -> backup of the target made before, also where it failed
 * @param stores what had been restored before
 */
public record RestoreFailed(
        String restore,
        String reason,
        String message,
        @Nullable String store,
        Change change,
        List<String> changed,
        List<String> left,
        Map<String, String> safetyBackups,
        List<RestoredStore> stores)
        implements EventData {

    /** What became of a target. */
    public enum Change {
        /** It is as it was. */
        @JsonProperty("none")
        NONE,
        /** It is another than it was. */
        @JsonProperty("changed")
        CHANGED,
        /** Nobody could look; also what words of a later version are read as. */
        @JsonEnumDefaultValue
        @JsonProperty("unknown")
        UNKNOWN
    }

    public RestoreFailed {
        requireNonNull(restore, "restore is missing");
        requireNonNull(reason, "reason is missing");
        requireNonNull(message, "message is missing");
        requireNonNull(change, "change is missing");
        changed = changed == null ? List.of() : List.copyOf(changed);
        left = left == null ? List.of() : List.copyOf(left);
        safetyBackups = safetyBackups == null ? Map.of() : Map.copyOf(safetyBackups);
        stores = stores == null ? List.of() : List.copyOf(stores);
    }

    @Override
    public String subject() {
        return restore;
    }
}
