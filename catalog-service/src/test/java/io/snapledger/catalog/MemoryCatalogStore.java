package io.snapledger.catalog;

import io.snapledger.catalog.MemoryTables.Stored;
import io.snapledger.events.EventType;
import io.snapledger.events.Nullable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** A catalog in memory, as strict as the real ones: the same contract test is its law. */
final class MemoryCatalogStore extends MemoryReads implements CatalogChange {

    @Override
    public synchronized void change(Consumer<CatalogChange> work) {
        MemoryTables before = tables.copy();
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
        LedgerEntry kept = before == null ? entry : before.entry().join(entry);
        if (before != null && kept.equals(before.entry())) {
            return Optional.empty();
        }
        long place = before == null || entry.heartbeat() ? ++sequence : before.sequence();
        tables.events.put(entry.key(), new Stored(place, kept, about));
        boolean learnt = before == null || !kept.event().equals(before.entry().event());
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
        return entries(
                it -> snapshot.equals(it.about().snapshot()) && it.entry().type() != EventType.SEGMENT_STAGED);
    }

    @Override
    public List<LedgerEntry> entriesOfBackup(String backup) {
        return entries(it -> backup.equals(it.about().backup()) && it.about().snapshot() == null);
    }

    @Override
    public List<LedgerEntry> entriesOfRestore(String restore) {
        return entries(it -> restore.equals(it.about().restore()));
    }

    private List<LedgerEntry> entries(Predicate<Stored> wanted) {
        List<LedgerEntry> found = new ArrayList<>();
        for (Stored stored : tables.events.values()) {
            if (wanted.test(stored)) {
                found.add(stored.entry());
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
            boolean lacksPlan =
                    backup.id().equals(it.about().backup()) && it.about().plan() == null;
            About about = it.about();
            return lacksPlan
                    ? new Stored(
                            it.sequence(),
                            it.entry(),
                            new About(about.backup(), about.snapshot(), backup.plan(), about.store(), about.restore()))
                    : it;
        });
    }

    @Override
    public boolean adopt(String identity, String backup) {
        Stored it = tables.events.get(identity);
        if (it == null || it.about().backup() != null) {
            return false;
        }
        About about = it.about();
        tables.events.put(
                identity,
                new Stored(
                        it.sequence(),
                        it.entry(),
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
        tables = new MemoryTables();
        tables.cluster = clusterId;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
