package io.snapledger.catalog;

import io.snapledger.events.Nullable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the catalog's rows rest. What is asked of a database: transactions over all rows, and sorted lookups by the columns
 * of {@link CatalogQuery}. Rows are replaceable: all of them can be computed again from the ledger.
 *
 * <p>Readers see the rows of whole transactions only. Lists come newest first: backups and snapshots by id, restores, events
 * and missed runs by time and id. Paging is stable: rows that arrive meanwhile neither repeat nor shift what follows a cursor.
 */
public interface CatalogStore extends AutoCloseable {

    /**
     * All of the work, or, if it throws, nothing of it. One at a time; a second one waits.
     *
     * @throws RuntimeException whatever the work throws
     */
    void change(Consumer<CatalogChange> work);

    Page<Backup> backups(CatalogQuery query);

    Optional<Backup> backup(String id);

    Page<Snapshot> snapshots(CatalogQuery query);

    Optional<Snapshot> snapshot(String id);

    /** Every snapshot of a backup, by id. */
    List<Snapshot> snapshotsOf(String backup);

    Page<Restore> restores(CatalogQuery query);

    Optional<Restore> restore(String id);

    Page<MissedRuns> missedRuns(CatalogQuery query);

    /** Heartbeats and hints only if their type is asked for. */
    Page<LedgerEvent> events(CatalogQuery query);

    /** What was recorded after a sequence number, in the order of recording; the query's paging is not used. */
    List<LedgerEvent> eventsAfter(long sequence, CatalogQuery query, int limit);

    /** The sequence number of the event recorded last, 0 if there is none. Sequence numbers are never used twice. */
    long lastSequence();

    /** Names of all plans that have a backup or a missed run, sorted. */
    List<String> plans();

    /** Places of the log that could not be read, the latest first. */
    List<Unreadable> unreadable(int limit);

    /** How many decisions of repositories could not be read. */
    int unreadableDecisions();

    /** Why this catalog may not know all of the history; empty if it does. */
    List<String> historyNotes();

    /** The id of the Kafka cluster that the offsets belong to. */
    Optional<String> clusterId();

    /** The next offset to read, by partition. */
    Map<TopicPartition, Long> offsets();

    /** A value kept by {@link CatalogChange#setting}. */
    @Nullable
    String setting(String key);

    /** Waits for a change under way. */
    @Override
    void close();
}
