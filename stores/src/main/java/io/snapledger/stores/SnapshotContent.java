package io.snapledger.stores;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a snapshot holds, in the engine's words. The manifest keeps it whole; a restore gets it back. Plain values only,
 * so that any JSON mapper writes and reads it.
 *
 * @param kind of the store
 * @param toolVersion e.g. {@code pg_dump (PostgreSQL) 15.18}
 * @param serverVersion e.g. {@code PostgreSQL 15.18}; empty if the kind has no server
 * @param streams in the order of the dump, which is also a good order to restore
 * @param evidence the inventory, taken consistently with the dump
 * @param objects how many of the things that fill the store it holds, in the kind's own unit (files, rows, keys): 0 means
 *     that the store was empty, a small part of the snapshot before that it has shrunk
 * @param details facts that are not compared: position in the log, system identifier, sizes
 * @param notIncluded what is missing, with reasons
 */
public record SnapshotContent(
        String kind,
        String toolVersion,
        String serverVersion,
        List<StreamContent> streams,
        Evidence evidence,
        long objects,
        SortedMap<String, String> details,
        List<NotIncluded> notIncluded) {
    public SnapshotContent {
        streams = List.copyOf(streams);
        details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
        notIncluded = List.copyOf(notIncluded);
        if (objects < 0) {
            throw new IllegalArgumentException("a snapshot of " + objects + " objects");
        }
    }

    /** How many things exist that the plan wants and that are not in it; above 0 the snapshot is partial. */
    public long missed() {
        return notIncluded.stream()
                .filter(missing -> missing.cause() == NotIncluded.Cause.MISSED)
                .mapToLong(NotIncluded::count)
                .sum();
    }

    SnapshotContent withNotIncluded(List<NotIncluded> other) {
        return new SnapshotContent(kind, toolVersion, serverVersion, streams, evidence, objects, details, other);
    }

    public Optional<StreamContent> stream(String name) {
        return streams.stream().filter(stream -> stream.name().equals(name)).findFirst();
    }
}
