package io.snapledger.repository;

import java.util.Optional;
import java.util.regex.Pattern;

/** What an object can be, told by its key, and how long one of its kind may be. An object of no kind is a stray: somebody else's. */
public enum ObjectKind {
    INFO("repository\\.json", 64 << 10),
    DECISION("decisions/STORE/SNAPSHOT\\.json", 16 << 10),
    SEGMENT("segments/STORE/SNAPSHOT/ATTEMPT/[1-9][0-9]{0,8}", 32 << 20),

    /** Some 40,000 segments fill 3 MiB, which is 1.2 TiB stored. */
    LIST("segments/STORE/SNAPSHOT/ATTEMPT/list", 64 << 20),
    KEY("keys/STORE/ID/ID", 16 << 10),
    PIN("pins/SNAPSHOT/[a-z0-9][a-z0-9-]*", 4 << 10),
    SWEEPING("sweeping/SNAPSHOT", 1 << 10),
    LEASE("leases/janitor", 1 << 10),
    PROOF("proofs/SNAPSHOT\\.json", 64 << 10),
    AUDIT("audit/[0-9]+", 64 << 20);

    private final Pattern keys;
    private final int limit;

    ObjectKind(String keys, int limit) {
        this.keys = Pattern.compile(keys.replace("STORE", "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
                .replace("SNAPSHOT", "[0-9]{8}t[0-9]{6}z-[a-z2-7]{10}-[a-z2-7]{6}")
                .replace("ATTEMPT", "[1-9][0-9]{0,8}-[0-9a-f]{16}")
                .replace("ID", "[0-9a-f]{16}"));
        this.limit = limit;
    }

    /** The kind of the object with that key; empty if Snapledger writes none there. */
    public static Optional<ObjectKind> of(String key) {
        for (ObjectKind kind : values()) {
            if (kind.keys.matcher(key).matches()) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Whether the object with that key is of this kind. */
    public boolean is(String key) {
        return keys.matcher(key).matches();
    }

    /** Most bytes of an object. */
    public int limit() {
        return limit;
    }
}
