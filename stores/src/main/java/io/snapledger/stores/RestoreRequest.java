package io.snapledger.stores;

import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What to restore where, and until when.
 *
 * @param restoreId the same for every try of one restore; {@code [a-z0-9-]{1,80}}
 * @param target where to
 * @param content what is restored
 * @param replace the explicit word that data of a target that is not fresh may be replaced; also given when an earlier try
 *     of the same restore was allowed to begin (it may have ended just before the crash, so that the target is not fresh now)
 * @param deadline every tool is killed then, and the restore fails with {@code DEADLINE}
 */
public record RestoreRequest(
        String restoreId, RestoreTarget target, SnapshotContent content, boolean replace, Instant deadline) {

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,80}");

    public RestoreRequest {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(deadline, "deadline");
        if (!ID.matcher(restoreId).matches()) {
            throw new IllegalArgumentException("restore id '" + restoreId + "' does not match " + ID);
        }
    }
}
