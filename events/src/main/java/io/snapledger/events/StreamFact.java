package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * One stream of a snapshot.
 *
 * @param name name
 * @param bytes plaintext bytes
 * @param sha256 digest of the plaintext, lower-case hex
 * @param nativeUse command that uses the stream as a file, without Snapledger
 */
public record StreamFact(
        String name, long bytes, String sha256, @Nullable String nativeUse) {
    public StreamFact {
        requireNonNull(name, "name is missing");
        requireNonNull(sha256, "sha256 is missing");
    }
}
