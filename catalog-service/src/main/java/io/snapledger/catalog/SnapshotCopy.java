package io.snapledger.catalog;

import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.List;

/**
 * A snapshot in one repository.
 *
 * @param state where it stands
 * @param attempt the attempt that was committed
 * @param bytesRead plaintext bytes
 * @param bytesStored bytes of its own segments
 * @param committedAt from the decision
 * @param verifiedAt when it was last found whole
 * @param verifiedBy `segments`, `seals` or `restore`
 * @param damage what was found missing or changed since then
 * @param expiredAt when retention decided
 * @param rule the rule that decided
 * @param deletedAt when its bytes were gone
 * @param bytesFreed bytes freed
 * @param reason constant word of the last failure of an upload
 * @param message fact, values and hint of that failure
 */
public record SnapshotCopy(
        SnapshotState state,
        @Nullable String attempt,
        long bytesRead,
        long bytesStored,
        @Nullable Instant committedAt,
        @Nullable Instant verifiedAt,
        @Nullable String verifiedBy,
        List<Damage> damage,
        @Nullable Instant expiredAt,
        @Nullable String rule,
        @Nullable Instant deletedAt,
        long bytesFreed,
        @Nullable String reason,
        @Nullable String message) {

    public SnapshotCopy {
        damage = damage == null ? List.of() : List.copyOf(damage);
    }
}
