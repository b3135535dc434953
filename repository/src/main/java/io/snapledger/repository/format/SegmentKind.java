package io.snapledger.repository.format;

import io.snapledger.repository.keys.StoreKey;
import java.util.function.Function;

/** What a segment holds; each kind has keys of its own. */
public enum SegmentKind {
    DATA(1, StoreKey::seals),
    MANIFEST(2, StoreKey::manifests);

    private final int number;
    private final Function<StoreKey, byte[]> secret;

    SegmentKind(int number, Function<StoreKey, byte[]> secret) {
        this.number = number;
        this.secret = secret;
    }

    /** As it stands in the header. */
    public int number() {
        return number;
    }

    /** From which the keys of its segments are derived. */
    public byte[] secret(StoreKey key) {
        return secret.apply(key);
    }
}
