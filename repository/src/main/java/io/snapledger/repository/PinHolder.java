package io.snapledger.repository;

import io.snapledger.events.Identities;
import java.util.regex.Pattern;

/**
 * Who holds a pin: a snapshot that refers to the pinned one's segments, a restore that reads them, or a hold set by a person.
 *
 * @param value {@code <snapshot id>}, {@code restore-<id>} or {@code hold-<id>}
 */
public record PinHolder(String value) {

    private static final Pattern VALID = Pattern.compile("(restore|hold)-[a-z0-9][a-z0-9-]{0,79}");

    public PinHolder {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "holder of a pin is not valid: '" + value + "'; it is a snapshot id, restore-<id> or hold-<id>");
        }
    }

    /** Whether this names a holder. */
    public static boolean isValid(String value) {
        return value != null
                && (Identities.isSnapshot(value) || VALID.matcher(value).matches());
    }

    public static PinHolder snapshot(SnapshotId snapshot) {
        return new PinHolder(snapshot.value());
    }

    public static PinHolder restore(String restore) {
        return new PinHolder("restore-" + restore);
    }

    public static PinHolder hold(String id) {
        return new PinHolder("hold-" + id);
    }

    public boolean isSnapshot() {
        return Identities.isSnapshot(value);
    }

    public boolean isRestore() {
        return value.startsWith("restore-");
    }

    @Override
    public String toString() {
        return value;
    }
}
