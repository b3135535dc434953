package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * Length and digest of an object.
 *
 * @param length bytes
 * @param sha256 lower-case hex
 */
public record ObjectReference(long length, String sha256) {
    public ObjectReference {
        requireNonNull(sha256, "sha256 is missing");
    }
}
