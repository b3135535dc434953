package io.snapledger.repository.keys;

import io.snapledger.repository.format.Hkdf;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The data key of one store and epoch, and what is derived from it by HKDF-SHA256. Never printed, never in an event.
 */
public final class StoreKey {

    private static final int LENGTH = 32;

    private final byte[] dataKey;
    private final Hkdf derived;
    private final String epoch;

    private StoreKey(byte[] dataKey) {
        if (dataKey.length != LENGTH) {
            throw new IllegalArgumentException("a data key has " + LENGTH + " bytes, not " + dataKey.length);
        }
        this.dataKey = dataKey.clone();
        this.derived = Hkdf.extract(Hkdf.label("snapledger/1"), dataKey);
        this.epoch = HexFormat.of().formatHex(derived.expand("snapledger/1/epoch", 8));
    }

    public static StoreKey of(byte[] dataKey) {
        return new StoreKey(dataKey);
    }

    public static StoreKey random(SecureRandom random) {
        byte[] dataKey = new byte[LENGTH];
        random.nextBytes(dataKey);
        return new StoreKey(dataKey);
    }

    /** 16 hex digits, derived from the key, so that two writers cannot mean different keys by one epoch. */
    public String epoch() {
        return epoch;
    }

    /** Key of the HMAC that names chunks. */
    public SecretKey chunkIds() {
        return new SecretKeySpec(derived.expand("snapledger/1/chunk-id", 32), "HmacSHA256");
    }

    /** From which the keys of segments with chunks of streams are derived. */
    public byte[] seals() {
        return derived.expand("snapledger/1/seal", 32);
    }

    /** From which the keys of segments with the manifest are derived. */
    public byte[] manifests() {
        return derived.expand("snapledger/1/manifest", 32);
    }

    /** Numbers of the chunker, so that borders say nothing about content to whoever lacks the key. */
    public byte[] gear() {
        return derived.expand("snapledger/1/gear", 2048);
    }

    /** The key itself, to be wrapped. */
    byte[] dataKey() {
        return dataKey.clone();
    }

    @Override
    public String toString() {
        return "store key of epoch " + epoch;
    }
}
