package io.snapledger.catalog;

import static java.util.Objects.requireNonNull;

import io.snapledger.catalog.Selection.Condition;
import io.snapledger.catalog.Selection.Order;
import io.snapledger.events.Nullable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The catalog: what becomes of events and decisions, and what can be asked of it. Its rows rest in a {@link CatalogStore}.
 *
 * <p>Lists come newest first: backups and snapshots by id, restores, events and missed runs by time and id. Paging is stable: rows that
 * arrive meanwhile neither repeat nor shift what follows a cursor.
 */
public final class Catalog implements AutoCloseable {

    /** Events that are folded, and saved, at once; so many and what they concern are in memory. */
    private static final int CHUNK = 500;

    /** Far more than a catalog records while another one is filled beside it. */
    private static final long SEQUENCE_GAP = 1_000_000_000L;

    private static final int MOST_NOTES = 1000;

    private final CatalogStore store;
    private final ReentrantLock writing = new ReentrantLock();

    public Catalog(CatalogStore store) {
        this.store = requireNonNull(store, "store is missing");
    }

    /** Work that writes. */
    private interface Change {
        void run(Position before);
    }

    /** One at a time; a second one waits. */
    private void change(Change change) {
        writing.lock();
        try {
            change.run(store.position());
        } finally {
            writing.unlock();
        }
    }

    /** The highest number among the rows that a failure has left behind the sequence. */
    private long left(long sequence) {
        return store
                .select(Selection.of(Table.EVENTS)
                        .and(new Condition.Numbers(sequence, Long.MAX_VALUE))
                        .in(Order.RECORDED))
                .stream()
                .mapToLong(Row::number)
                .max()
                .orElse(sequence);
    }

    /**
     * Adds what was read of the ledger. May be repeated.
     *
     * @param upTo where reading goes on; saved after all else
     * @throws IllegalArgumentException if an event cannot be kept
     */
    public void apply(Collection<LedgerEntry> entries, Collection<Unreadable> unreadable, LedgerOffsets upTo) {
        change(before -> {
            Position position = before;
            for (List<LedgerEntry> some : chunks(entries)) {
                position = fold(position, it -> it.of(some));
            }
            List<Row> rows = new ArrayList<>();
            unreadable.forEach(it -> rows.add(Rows.of(it)));
            store.save(rows, position.at(upTo));
        });
    }

    /** Adds what repositories have decided. May be repeated. */
    public void applyDecisions(Collection<KnownDecision> decisions) {
        change(before -> {
            Position position = before;
            for (List<KnownDecision> some : chunks(decisions)) {
                position = fold(position, it -> it.ofDecisions(some));
            }
        });
    }

    private Position fold(Position before, Function<Projection, List<Row>> work) {
        Projection projection = new Projection(store, before, left(before.sequence()));
        List<Row> rows = work.apply(projection);
        Position after = before.at(projection.sequence());
        store.save(rows, after);
        return after;
    }

    private static <T> List<List<T>> chunks(Collection<T> all) {
        List<T> list = List.copyOf(all);
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < list.size(); from += CHUNK) {
            chunks.add(list.subList(from, Math.min(from + CHUNK, list.size())));
        }
        return chunks;
    }

    /** Remembers records that are gone, and that the history may not be known as a whole. */
    public void gap(Unreadable gap, String note) {
        change(before -> {
            store.save(List.of(Rows.of(gap)), before);
            note(note, before);
        });
    }

    /** Remembers why the history may not be known as a whole. The same words count once; of the first thousand notes. */
    public void note(String text) {
        change(before -> note(text, before));
    }

    private void note(String text, Position position) {
        List<String> notes = historyNotes();
        if (notes.size() < MOST_NOTES && !notes.contains(text)) {
            store.save(List.of(Rows.note(text, notes.size())), position);
        }
    }

    /** Remembers a value; null forgets it. */
    public void setting(String key, @Nullable String value) {
        position(before -> before.with(key, value));
    }

    /** Begins to read a ledger: its cluster, where, and what is remembered from before. */
    public void begin(@Nullable String cluster, LedgerOffsets from, Map<String, String> settings) {
        position(before -> new Position(cluster, from, before.sequence(), settings));
    }

    /** Gives no sequence number up to this one any more. */
    public void startBehind(long sequence) {
        position(before -> before.at(Math.max(before.sequence(), sequence)));
    }

    private void position(UnaryOperator<Position> changed) {
        change(before -> store.save(List.of(), changed.apply(before)));
    }

    /** An empty catalog, whose sequence numbers begin behind those that this one will have given until it is replaced. */
    public Catalog beside(String name) {
        Catalog next = new Catalog(store.beside(name));
        next.startBehind(lastSequence() + SEQUENCE_GAP);
        return next;
    }

    /**
     * Goes on with another catalog's rows. A crash leaves either the one or the other.
     *
     * @param keptAs the name under which the rows as they were are kept
     */
    public void replaceBy(Catalog next, Optional<String> keptAs) {
        writing.lock();
        try {
            store.use(next.store, keptAs);
        } finally {
            writing.unlock();
        }
    }

    public Page<Backup> backups(CatalogQuery query) {
        return page(Lists.backups(query), query).map(row -> LedgerJson.read(row.json(), Backup.class));
    }

    public Optional<Backup> backup(String id) {
        return one(Table.BACKUPS, id, Backup.class);
    }

    public Page<Snapshot> snapshots(CatalogQuery query) {
        return page(Lists.snapshots(query), query).map(row -> LedgerJson.read(row.json(), Snapshot.class));
    }

    public Optional<Snapshot> snapshot(String id) {
        return one(Table.SNAPSHOTS, id, Snapshot.class);
    }

    /** Every snapshot of a backup, by id. */
    public List<Snapshot> snapshotsOf(String backup) {
        return store
                .select(Selection.of(Table.SNAPSHOTS).is(Column.BACKUP, backup).in(Order.OLDEST))
                .stream()
                .map(row -> LedgerJson.read(row.json(), Snapshot.class))
                .toList();
    }

    public Page<Restore> restores(CatalogQuery query) {
        return page(Lists.restores(query), query).map(row -> LedgerJson.read(row.json(), Restore.class));
    }

    public Optional<Restore> restore(String id) {
        return one(Table.RESTORES, id, Restore.class);
    }

    public Page<MissedRuns> missedRuns(CatalogQuery query) {
        return page(Lists.missedRuns(query), query).map(row -> LedgerJson.read(row.json(), MissedRuns.class));
    }

    /** Heartbeats and hints only if their type is asked for. */
    public Page<LedgerEvent> events(CatalogQuery query) {
        return page(Lists.events(query), query).map(Rows::shown);
    }

    private Page<Row> page(Selection wanted, CatalogQuery query) {
        return Page.of(store.select(wanted), query.limit(), row -> new Cursor(row.sort(), row.key()));
    }

    private <T> Optional<T> one(Table table, String key, Class<T> type) {
        return store.select(Selection.of(table).is(Column.KEY, key)).stream()
                .map(row -> LedgerJson.read(row.json(), type))
                .findFirst();
    }

    /** What was recorded after a sequence number, in the order of recording; the query's paging is not used. */
    public List<LedgerEvent> eventsAfter(long sequence, CatalogQuery query, int limit) {
        long last = lastSequence(); // what has a higher number is still being saved, in any order
        return store.select(Lists.recorded(query, sequence, last).limit(limit)).stream()
                .filter(row -> row.number() > sequence) // one without a number is yet to get one
                .map(Rows::shown)
                .toList();
    }

    /** The sequence number of the event recorded last, 0 if there is none. Sequence numbers are never used twice. */
    public long lastSequence() {
        return store.position().sequence();
    }

    /** Names of all plans that have a backup or a missed run, sorted. */
    public List<String> plans() {
        SortedSet<String> plans = new TreeSet<>(store.distinct(Table.BACKUPS, Column.PLAN));
        plans.addAll(store.distinct(Table.MISSED_RUNS, Column.PLAN));
        return List.copyOf(plans);
    }

    /** Places of the log that could not be read, the latest first. */
    public List<Unreadable> unreadable(int limit) {
        return store.select(Selection.of(Table.UNREADABLE).limit(limit)).stream()
                .map(row -> LedgerJson.read(row.json(), Unreadable.class))
                .toList();
    }

    /** How many decisions of repositories could not be read. */
    public int unreadableDecisions() {
        return Math.toIntExact(store.count(Table.DECISIONS, Column.STATE, Rows.UNREADABLE));
    }

    /** Why this catalog may not know all of the history; empty if it does. */
    public List<String> historyNotes() {
        return store.select(Selection.of(Table.NOTES).in(Order.OLDEST).limit(MOST_NOTES)).stream()
                .map(row -> LedgerJson.read(row.json(), String.class))
                .toList();
    }

    /** The id of the Kafka cluster that the offsets belong to. */
    public Optional<String> clusterId() {
        return Optional.ofNullable(store.position().cluster());
    }

    /** How far the ledger was read. */
    public LedgerOffsets offsets() {
        return store.position().offsets();
    }

    /** A value kept by {@link #setting(String, String)}. */
    public @Nullable String setting(String key) {
        return store.position().settings().get(key);
    }

    /** Whether this process is the one that writes, see {@link CatalogStore#leads}. */
    public boolean leads() {
        return store.leads();
    }

    @Override
    public void close() {
        store.close();
    }
}
