package io.snapledger.repository.keys;

import io.snapledger.repository.WrappedKey;
import io.snapledger.repository.format.Sha256;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A public X25519 key to which data keys are wrapped.
 *
 * @param publicKey 32 bytes
 */
public record Recipient(byte[] publicKey) {

    public Recipient {
        if (publicKey.length != 32) {
            throw new IllegalArgumentException("a public X25519 key has 32 bytes, not " + publicKey.length);
        }
        publicKey = publicKey.clone();
    }

    /** First 16 hex digits of the SHA-256 of the public key. */
    public String id() {
        return WrappedKey.requireKeyId("recipient", Sha256.hex(publicKey).substring(0, 16));
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The public key in hex. */
    public String text() {
        return HexFormat.of().formatHex(publicKey);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recipient that && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }

    @Override
    public String toString() {
        return "recipient " + id();
    }
}
