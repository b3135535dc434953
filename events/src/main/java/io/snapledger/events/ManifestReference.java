package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * Where the sealed manifest lies within its attempt.
 *
 * @param first number of its first segment
 * @param count number of its segments
 * @param length bytes of these segments together
 * @param sha256 digest of these segments one after the other, lower-case hex
 */
public record ManifestReference(int first, int count, long length, String sha256) {
    public ManifestReference {
        requireNonNull(sha256, "sha256 is missing");
    }
}
