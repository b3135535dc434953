package io.snapledger.repository;

import io.snapledger.events.Identities;

/**
 * Name of a store, safe as a part of a path.
 *
 * @param value lower-case letters, digits and inner hyphens, at most 40
 */
public record StoreName(String value) implements Comparable<StoreName> {

    public StoreName {
        Identities.requireName("store", value);
    }

    @Override
    public int compareTo(StoreName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
