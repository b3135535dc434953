package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * A part of a snapshot that rests elsewhere than in the repository, since its store keeps it itself, e.g. a snapshot that a search
 * cluster writes into a place of its own. It is deleted by the store's engine, before the snapshot's bytes are.
 *
 * @param kind what it is, e.g. {@code opensearch-snapshot}; at most 40 lower-case letters, digits and hyphens
 * @param place where it rests, in the store's words; no secrets
 * @param name what it is called there
 * @param bytes how many bytes it holds, 0 if the store does not tell
 */
public record ExternalPart(String kind, String place, String name, long bytes) {
    public ExternalPart {
        requireNonNull(kind, "kind is missing");
        requireNonNull(place, "place is missing");
        requireNonNull(name, "name is missing");
    }
}
