package io.snapledger.repository;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * {@code repository.json}: what this place is.
 *
 * @param format version of the layout, {@value #FORMAT} today
 * @param id random, made once
 * @param owners installations that write here
 * @param createdAt when it was made
 */
public record RepositoryInfo(int format, String id, List<String> owners, Instant createdAt) {

    /** The layout that this code reads and writes. */
    public static final int FORMAT = 1;

    public RepositoryInfo {
        requireNonNull(id, "id is missing");
        owners = List.copyOf(owners);
        requireNonNull(createdAt, "createdAt is missing");
    }
}
