package io.snapledger.catalog;

import io.snapledger.events.Nullable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** The writer's view inside one transaction of a {@link CatalogStore}. It sees what it has written. */
public interface CatalogChange {

    /**
     * Keeps the join of an event and what is kept under its key.
     *
     * @param about what the event is about, as far as it is known now
     * @return the entry that is now kept, if its event is another one than before; empty if nothing new was learnt
     */
    Optional<LedgerEntry> record(LedgerEntry entry, About about);

    /** Keeps a decision; of two of the same snapshot and repository the one that is further on. Tells whether it was new. */
    boolean record(KnownDecision decision);

    /** The events of a snapshot, without hints. */
    List<LedgerEntry> entriesOfSnapshot(String snapshot);

    /** The events of a backup that are of no snapshot, and the event that triggered it once it was adopted. */
    List<LedgerEntry> entriesOfBackup(String backup);

    List<LedgerEntry> entriesOfRestore(String restore);

    List<KnownDecision> decisionsOf(String snapshot);

    Optional<SnapshotSummary> summary(String snapshot);

    List<SnapshotSummary> summariesOf(String backup);

    /** The plan of a backup, once a row of it tells. */
    Optional<String> planOf(String backup);

    /** The backup that an event has triggered, once a row tells. */
    Optional<String> triggeredBy(String identity);

    void put(Snapshot snapshot);

    /** Also gives the backup's plan to the events of it that do not name one. */
    void put(Backup backup);

    /** Files an event under the backup that it has triggered; false if it is not there, or filed already. */
    boolean adopt(String identity, String backup);

    void put(Restore restore);

    void put(MissedRuns missed);

    void put(Unreadable unreadable);

    /** Remembers why the history may not be known as a whole. The same words count once. */
    void note(String historyNote);

    /** Remembers the offsets of these partitions; others stay. */
    void offsets(Map<TopicPartition, Long> next);

    /** Remembers a value; null forgets it. */
    void setting(String key, @Nullable String value);

    /**
     * Forgets every row, event, decision, offset, note and setting, and remembers the cluster whose offsets follow.
     * Sequence numbers go on.
     */
    void reset(String clusterId);
}
