package io.snapledger.catalog;

import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.events.EventType;
import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** A catalog in memory, as strict as the real ones: the same contract test is its law. */
final class MemoryCatalogStore implements CatalogStore, CatalogChange {

    private record Stored(long sequence, LedgerEntry entry, About about) {}

    /** Everything that a failed change must leave as it was. */
    private static final class Tables {
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

        Tables copy() {
            Tables copy = new Tables();
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

    private Tables tables = new Tables();
    private long sequence;

    @Override
    public synchronized void change(Consumer<CatalogChange> work) {
        Tables before = tables.copy();
        boolean done = false;
        try {
            work.accept(this);
            done = true;
        } finally {
            if (!done) {
                tables = before;
            }
        }
    }

    @Override
    public Optional<LedgerEntry> record(LedgerEntry entry, About about) {
        Stored before = tables.events.get(entry.key());
        LedgerEntry kept = before == null ? entry : before.entry.join(entry);
        if (before != null && kept.equals(before.entry)) {
            return Optional.empty();
        }
        long place = before == null || entry.heartbeat() ? ++sequence : before.sequence;
        tables.events.put(entry.key(), new Stored(place, kept, about));
        boolean learnt = before == null || !kept.event().equals(before.entry.event());
        return learnt ? Optional.of(kept) : Optional.empty();
    }

    @Override
    public boolean record(KnownDecision decision) {
        Map<String, KnownDecision> all = tables.decisions.computeIfAbsent(decision.snapshot(), id -> new TreeMap<>());
        KnownDecision before = all.get(decision.repository());
        KnownDecision kept = before == null ? decision : before.join(decision);
        all.put(decision.repository(), kept);
        return !kept.equals(before);
    }

    @Override
    public List<LedgerEntry> entriesOfSnapshot(String snapshot) {
        return entries(it -> snapshot.equals(it.about.snapshot()) && it.entry.type() != EventType.SEGMENT_STAGED);
    }

    @Override
    public List<LedgerEntry> entriesOfBackup(String backup) {
        return entries(it -> backup.equals(it.about.backup()) && it.about.snapshot() == null);
    }

    @Override
    public List<LedgerEntry> entriesOfRestore(String restore) {
        return entries(it -> restore.equals(it.about.restore()));
    }

    private List<LedgerEntry> entries(Predicate<Stored> wanted) {
        List<LedgerEntry> found = new ArrayList<>();
        for (Stored stored : tables.events.values()) {
            if (wanted.test(stored)) {
                found.add(stored.entry);
            }
        }
        return found;
    }

    @Override
    public List<KnownDecision> decisionsOf(String snapshot) {
        return List.copyOf(tables.decisions.getOrDefault(snapshot, Map.of()).values());
    }

    @Override
    public Optional<SnapshotSummary> summary(String snapshot) {
        return Optional.ofNullable(tables.snapshots.get(snapshot)).map(Snapshot::summary);
    }

    @Override
    public List<SnapshotSummary> summariesOf(String backup) {
        return snapshotsOf(backup).stream().map(Snapshot::summary).toList();
    }

    @Override
    public Optional<String> planOf(String backup) {
        return Optional.ofNullable(tables.backups.get(backup)).map(Backup::plan);
    }

    @Override
    public Optional<String> triggeredBy(String identity) {
        return tables.backups.values().stream()
                .filter(it -> identity.equals(it.trigger()))
                .map(Backup::id)
                .findFirst();
    }

    @Override
    public void put(Snapshot snapshot) {
        tables.snapshots.put(snapshot.id(), snapshot);
    }

    @Override
    public void put(Backup backup) {
        tables.backups.put(backup.id(), backup);
        tables.events.replaceAll((key, it) -> {
            boolean lacksPlan = backup.id().equals(it.about.backup()) && it.about.plan() == null;
            About about = it.about;
            return lacksPlan
                    ? new Stored(
                            it.sequence,
                            it.entry,
                            new About(about.backup(), about.snapshot(), backup.plan(), about.store(), about.restore()))
                    : it;
        });
    }

    @Override
    public boolean adopt(String identity, String backup) {
        Stored it = tables.events.get(identity);
        if (it == null || it.about.backup() != null) {
            return false;
        }
        About about = it.about;
        tables.events.put(
                identity,
                new Stored(
                        it.sequence,
                        it.entry,
                        new About(backup, about.snapshot(), about.plan(), about.store(), about.restore())));
        return true;
    }

    @Override
    public void put(Restore restore) {
        tables.restores.put(restore.id(), restore);
    }

    @Override
    public void put(MissedRuns missed) {
        tables.missed.put(missed.event(), missed);
    }

    @Override
    public void put(Unreadable unreadable) {
        tables.unreadable.put(unreadable.at(), unreadable);
    }

    @Override
    public void note(String historyNote) {
        tables.notes.add(historyNote);
    }

    @Override
    public void offsets(Map<TopicPartition, Long> next) {
        tables.offsets.putAll(next);
    }

    @Override
    public void setting(String key, @Nullable String value) {
        if (value == null) {
            tables.settings.remove(key);
        } else {
            tables.settings.put(key, value);
        }
    }

    @Override
    public void reset(String clusterId) {
        tables = new Tables();
        tables.cluster = clusterId;
    }

    @Override
    public synchronized Page<Backup> backups(CatalogQuery query) {
        return page(
                tables.backups.values().stream()
                        .filter(it -> matches(query, Filter.PLAN, it.plan())
                                && matches(query, Filter.BACKUP, it.id())
                                && matches(query, Filter.STATE, it.state().word())
                                && matchesAny(
                                        query,
                                        Filter.STORE,
                                        it.stores().stream().map(BackupStore::store))
                                && matchesAny(
                                        query, Filter.KIND, it.stores().stream().map(BackupStore::kind))
                                && matchesAny(query, Filter.REPOSITORY, copies(it.id()))
                                && isDue(query, it.id())),
                query,
                it -> new Cursor(0, it.id()));
    }

    private Stream<String> copies(String backup) {
        return snapshotsOf(backup).stream().flatMap(it -> it.copies().keySet().stream());
    }

    @Override
    public synchronized Page<Snapshot> snapshots(CatalogQuery query) {
        Optional<String> repository = query.filter(Filter.REPOSITORY);
        return page(
                tables.snapshots.values().stream()
                        .filter(it -> matches(query, Filter.PLAN, it.plan())
                                && matches(query, Filter.BACKUP, it.backup())
                                && matches(query, Filter.SNAPSHOT, it.id())
                                && matches(query, Filter.STORE, it.store())
                                && matches(query, Filter.KIND, it.kind())
                                && repository.map(it.copies()::containsKey).orElse(true)
                                && matches(
                                        query,
                                        Filter.STATE,
                                        repository
                                                .map(name ->
                                                        it.copies().get(name).state())
                                                .orElse(it.state())
                                                .word())
                                && isDue(query, it.id())),
                query,
                it -> new Cursor(0, it.id()));
    }

    @Override
    public synchronized Page<Restore> restores(CatalogQuery query) {
        return page(
                tables.restores.values().stream()
                        .filter(it -> matches(
                                        query,
                                        Filter.PLAN,
                                        it.request() == null
                                                ? null
                                                : it.request().plan())
                                && matches(query, Filter.STATE, it.state().word())
                                && matches(query, Filter.RESTORE, it.id())
                                && matchesAny(query, Filter.STORE, it.stores().stream())
                                && isBetween(query, requested(it))),
                query,
                it -> new Cursor(micros(requested(it)), it.id()));
    }

    private static Instant requested(Restore restore) {
        return restore.requestedAt() == null ? Instant.EPOCH : restore.requestedAt();
    }

    @Override
    public synchronized Page<MissedRuns> missedRuns(CatalogQuery query) {
        return page(
                tables.missed.values().stream()
                        .filter(it -> matches(query, Filter.PLAN, it.plan()) && isBetween(query, it.lastDueAt())),
                query,
                it -> new Cursor(micros(it.lastDueAt()), it.event()));
    }

    @Override
    public synchronized Page<LedgerEvent> events(CatalogQuery query) {
        boolean all = query.filter(Filter.TYPE).isPresent();
        return page(
                tables.events.values().stream()
                        .filter(it -> (all || !it.entry.fleeting())
                                && matches(query, it)
                                && isBetween(query, it.entry.event().time()))
                        .map(MemoryCatalogStore::shown),
                query,
                it -> new Cursor(micros(it.time()), it.key()));
    }

    @Override
    public synchronized List<LedgerEvent> eventsAfter(long after, CatalogQuery query, int limit) {
        return tables.events.values().stream()
                .filter(it -> it.sequence > after && matches(query, it))
                .sorted(Comparator.comparingLong(Stored::sequence))
                .limit(limit)
                .map(MemoryCatalogStore::shown)
                .toList();
    }

    /** Everything that the canonical text shows, to compare without writing it. */
    synchronized List<Object> rows() {
        Map<String, Object> events = new TreeMap<>();
        tables.events.forEach((key, it) -> {
            if (!it.entry.fleeting()) {
                events.put(key, List.of(it.entry, it.about));
            }
        });
        return List.of(
                List.copyOf(tables.backups.values()),
                List.copyOf(tables.snapshots.values()),
                List.copyOf(tables.restores.values()),
                List.copyOf(tables.missed.values()),
                events);
    }

    private static LedgerEvent shown(Stored it) {
        return LedgerEvent.of(it.sequence, it.entry, it.about);
    }

    private static boolean matches(CatalogQuery query, Stored it) {
        return matches(query, Filter.PLAN, it.about.plan())
                && matches(query, Filter.STORE, it.about.store())
                && matches(query, Filter.BACKUP, it.about.backup())
                && matches(query, Filter.SNAPSHOT, it.about.snapshot())
                && matches(query, Filter.RESTORE, it.about.restore())
                && matches(query, Filter.TYPE, it.entry.type().ceType())
                && matches(query, Filter.SUBJECT, it.entry.event().subject());
    }

    @Override
    public synchronized Optional<Backup> backup(String id) {
        return Optional.ofNullable(tables.backups.get(id));
    }

    @Override
    public synchronized Optional<Snapshot> snapshot(String id) {
        return Optional.ofNullable(tables.snapshots.get(id));
    }

    @Override
    public synchronized List<Snapshot> snapshotsOf(String backup) {
        return tables.snapshots.values().stream()
                .filter(it -> it.backup().equals(backup))
                .toList();
    }

    @Override
    public synchronized Optional<Restore> restore(String id) {
        return Optional.ofNullable(tables.restores.get(id));
    }

    @Override
    public synchronized long lastSequence() {
        return sequence;
    }

    @Override
    public synchronized List<String> plans() {
        Set<String> plans = new TreeSet<>();
        tables.backups.values().stream()
                .map(Backup::plan)
                .filter(Objects::nonNull)
                .forEach(plans::add);
        tables.missed.values().forEach(it -> plans.add(it.plan()));
        return List.copyOf(plans);
    }

    @Override
    public synchronized int unreadableDecisions() {
        return (int) tables.decisions.values().stream()
                .flatMap(it -> it.values().stream())
                .filter(it -> it.damage() != null)
                .count();
    }

    @Override
    public synchronized List<Unreadable> unreadable(int limit) {
        return tables.unreadable.values().stream()
                .sorted(Comparator.comparing((Unreadable it) -> it.time() == null ? Instant.EPOCH : it.time())
                        .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<String> historyNotes() {
        return List.copyOf(tables.notes);
    }

    @Override
    public synchronized Optional<String> clusterId() {
        return Optional.ofNullable(tables.cluster);
    }

    @Override
    public synchronized Map<TopicPartition, Long> offsets() {
        return Map.copyOf(tables.offsets);
    }

    @Override
    public synchronized @Nullable String setting(String key) {
        return tables.settings.get(key);
    }

    @Override
    public void close() {
        // nothing is open
    }

    private static boolean matches(CatalogQuery query, Filter filter, @Nullable String value) {
        return query.filter(filter).map(wanted -> wanted.equals(value)).orElse(true);
    }

    private static boolean matchesAny(CatalogQuery query, Filter filter, Stream<@Nullable String> values) {
        return query.filter(filter)
                .map(wanted -> values.anyMatch(wanted::equals))
                .orElse(true);
    }

    private static boolean isBetween(CatalogQuery query, Instant time) {
        return (query.since() == null || !time.isBefore(query.since()))
                && (query.until() == null || time.isBefore(query.until()));
    }

    private static boolean isDue(CatalogQuery query, String id) {
        String text = id.substring(0, 16).toUpperCase(Locale.ROOT);
        Instant due = Instant.parse(text.substring(0, 4) + "-" + text.substring(4, 6) + "-" + text.substring(6, 8) + "T"
                + text.substring(9, 11) + ":" + text.substring(11, 13) + ":" + text.substring(13, 15) + "Z");
        return isBetween(query, due);
    }

    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1000;
    }

    private static <T> Page<T> page(Stream<T> rows, CatalogQuery query, Function<T, Cursor> cursor) {
        Comparator<T> order = Comparator.comparing(
                        cursor, Comparator.comparingLong(Cursor::sort).thenComparing(Cursor::id))
                .reversed();
        List<T> found = rows.sorted(order)
                .filter(it -> query.cursor() == null || isBehind(cursor.apply(it), query.cursor()))
                .limit(query.limit() + 1L)
                .toList();
        return Page.of(found, query.limit(), cursor);
    }

    private static boolean isBehind(Cursor row, Cursor cursor) {
        return Comparator.comparingLong(Cursor::sort).thenComparing(Cursor::id).compare(row, cursor) < 0;
    }
}
