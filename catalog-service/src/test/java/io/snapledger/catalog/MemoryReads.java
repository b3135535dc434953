package io.snapledger.catalog;

import static io.snapledger.catalog.MemoryPages.isBetween;
import static io.snapledger.catalog.MemoryPages.isDue;
import static io.snapledger.catalog.MemoryPages.matches;
import static io.snapledger.catalog.MemoryPages.matchesAny;
import static io.snapledger.catalog.MemoryPages.micros;
import static io.snapledger.catalog.MemoryPages.page;

import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.MemoryTables.Stored;
import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** What a {@link MemoryCatalogStore} answers. */
abstract class MemoryReads implements CatalogStore {

    MemoryTables tables = new MemoryTables();
    long sequence;

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
                        .filter(it -> (all || !it.entry().fleeting())
                                && matches(query, it)
                                && isBetween(query, it.entry().event().time()))
                        .map(MemoryReads::shown),
                query,
                it -> new Cursor(micros(it.time()), it.key()));
    }

    @Override
    public synchronized List<LedgerEvent> eventsAfter(long after, CatalogQuery query, int limit) {
        return tables.events.values().stream()
                .filter(it -> it.sequence() > after && matches(query, it))
                .sorted(Comparator.comparingLong(Stored::sequence))
                .limit(limit)
                .map(MemoryReads::shown)
                .toList();
    }

    /** Everything that the canonical text shows, to compare without writing it. */
    synchronized List<Object> rows() {
        Map<String, Object> events = new TreeMap<>();
        tables.events.forEach((key, it) -> {
            if (!it.entry().fleeting()) {
                events.put(key, List.of(it.entry(), it.about()));
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
        return LedgerEvent.of(it.sequence(), it.entry(), it.about());
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
}
