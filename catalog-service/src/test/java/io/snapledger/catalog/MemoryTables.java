package io.snapledger.catalog;

import io.snapledger.events.Nullable;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** The rows of a {@link MemoryCatalogStore}: everything that a failed change must leave as it was. */
final class MemoryTables {

    /** An event and where it stands in the order of recording. */
    record Stored(long sequence, LedgerEntry entry, About about) {}

    Map<String, Stored> events = new HashMap<>();
    Map<String, Map<String, KnownDecision>> decisions = new HashMap<>();
    Map<String, Backup> backups = new TreeMap<>();
    Map<String, Snapshot> snapshots = new TreeMap<>();
    Map<String, Restore> restores = new TreeMap<>();
    Map<String, MissedRuns> missed = new TreeMap<>();
    Map<Coordinates, Unreadable> unreadable = new TreeMap<>();
    Set<String> notes = new LinkedHashSet<>();
    Map<TopicPartition, Long> offsets = new HashMap<>();
    Map<String, String> settings = new HashMap<>();

    @Nullable
    String cluster;

    MemoryTables copy() {
        MemoryTables copy = new MemoryTables();
        copy.events = new HashMap<>(events);
        decisions.forEach((id, all) -> copy.decisions.put(id, new TreeMap<>(all)));
        copy.backups = new TreeMap<>(backups);
        copy.snapshots = new TreeMap<>(snapshots);
        copy.restores = new TreeMap<>(restores);
        copy.missed = new TreeMap<>(missed);
        copy.unreadable = new TreeMap<>(unreadable);
        copy.notes = new LinkedHashSet<>(notes);
        copy.offsets = new HashMap<>(offsets);
        copy.settings = new HashMap<>(settings);
        copy.cluster = cluster;
        return copy;
    }
}
