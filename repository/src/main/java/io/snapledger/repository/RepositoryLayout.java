package io.snapledger.repository;

import java.util.Optional;
import java.util.regex.Pattern;

/** Every path in a repository. Made of ids only, never of a user's text. Described in docs/repository-format.md. */
public final class RepositoryLayout {

    /** What this place is. */
    public static final String INFO = "repository.json";

    public static final String DECISIONS = "decisions/";
    public static final String PINS = "pins/";
    public static final String SWEEPING = "sweeping/";
    public static final String PROOFS = "proofs/";
    public static final String AUDIT = "audit/";

    /** Who cleans; only saves work. */
    public static final String LEASE = "leases/janitor";

    private static final String JSON = ".json";
    private static final Pattern KEY = Pattern.compile("[a-z0-9._-]+(/[a-z0-9._-]+)*");

    private RepositoryLayout() {}

    public static String decision(StoreName store, SnapshotId snapshot) {
        return decisionsOf(store) + snapshot + JSON;
    }

    public static String decisionsOf(StoreName store) {
        return DECISIONS + store + "/";
    }

    public static String segment(SegmentId segment) {
        return "segments/" + segment;
    }

    public static String segmentList(StoreName store, SnapshotId snapshot, AttemptId attempt) {
        return segmentsOf(store, snapshot, attempt) + "list";
    }

    /** Everything of one attempt. */
    public static String segmentsOf(StoreName store, SnapshotId snapshot, AttemptId attempt) {
        return segmentsOf(store, snapshot) + attempt + "/";
    }

    /** Everything of all attempts of a snapshot. */
    public static String segmentsOf(StoreName store, SnapshotId snapshot) {
        return "segments/" + store + "/" + snapshot + "/";
    }

    public static String key(StoreName store, String epoch, String recipient) {
        return keysOf(store) + WrappedKey.requireKeyId("epoch", epoch) + "/"
                + WrappedKey.requireKeyId("recipient", recipient);
    }

    public static String keysOf(StoreName store) {
        return "keys/" + store + "/";
    }

    public static String pin(SnapshotId snapshot, PinHolder holder) {
        return pinsOn(snapshot) + holder;
    }

    public static String pinsOn(SnapshotId snapshot) {
        return PINS + snapshot + "/";
    }

    public static String sweeping(SnapshotId snapshot) {
        return SWEEPING + snapshot;
    }

    public static String proof(SnapshotId snapshot) {
        return PROOFS + snapshot + JSON;
    }

    public static String audit(long number) {
        return AUDIT + number;
    }

    /** The last part of a key. */
    public static String nameOf(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /** The snapshot of a decision's key; empty if it is not one. */
    public static Optional<SnapshotId> snapshotOfDecision(String key) {
        String name = nameOf(key);
        return name.endsWith(JSON)
                ? Optional.of(new SnapshotId(name.substring(0, name.length() - JSON.length())))
                : Optional.empty();
    }

    /** Whether an object can have that key. */
    public static boolean isKey(String key) {
        return key != null && key.length() <= 512 && KEY.matcher(key).matches() && !hasDots(key);
    }

    /** Refuses what is not a key: the last guard before a path reaches a file system or a bucket. */
    public static String requireKey(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException(
                    "key is not valid: '" + key + "'; it is made of parts of [a-z0-9._-] joined by slashes");
        }
        return key;
    }

    /** Refuses what is not a prefix: empty, or a key and a slash. */
    public static String requirePrefix(String prefix) {
        if (!prefix.isEmpty()) {
            if (!prefix.endsWith("/")) {
                throw new IllegalArgumentException("prefix is not valid: '" + prefix + "'; it ends with a slash");
            }
            requireKey(prefix.substring(0, prefix.length() - 1));
        }
        return prefix;
    }

    private static boolean hasDots(String key) {
        for (String part : key.split("/", -1)) {
            if (part.startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
