package io.snapledger.catalog;

import io.snapledger.events.BackupMissed;
import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.events.Nullable;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Events and decisions become rows. What is kept is a set to which things are only ever joined ({@link LedgerEntry}), and
 * every row is a pure function of its part of that set ({@link SnapshotFold}, {@link BackupFold}, {@link RestoreFold}): so
 * any order and any repetition of events gives the same catalog, by construction.
 */
public final class Projection {

    private final CatalogChange change;
    private final Set<String> snapshots = new TreeSet<>();
    private final Set<String> backups = new TreeSet<>();
    private final Set<String> restores = new TreeSet<>();

    private Projection(CatalogChange change) {
        this.change = change;
    }

    /** Adds events to the catalog and computes the rows that they concern. */
    public static void apply(CatalogChange change, Collection<LedgerEntry> entries) {
        Projection projection = new Projection(change);
        for (LedgerEntry entry : entries) {
            if (entry.type() != EventType.SCHEDULER_TICK) {
                projection.add(entry);
            }
        }
        projection.fold();
    }

    /** Adds what repositories have decided. */
    public static void applyDecisions(CatalogChange change, Collection<KnownDecision> decisions) {
        Projection projection = new Projection(change);
        for (KnownDecision decision : decisions) {
            if (change.record(decision)) {
                projection.snapshots.add(decision.snapshot());
                projection.backups.add(decision.backup());
            }
        }
        projection.fold();
    }

    private void add(LedgerEntry entry) {
        About about = resolved(entry);
        LedgerEntry kept = change.record(entry, about).orElse(null);
        if (kept == null || kept.type() == EventType.SEGMENT_STAGED) {
            return; // nothing new, or a hint that no row depends on
        }
        if (kept.event().data() instanceof BackupMissed missed) {
            change.put(MissedRuns.of(kept.event(), missed));
        }
        if (about.snapshot() != null) {
            snapshots.add(about.snapshot());
        } else if (about.backup() != null) {
            backups.add(about.backup());
        } else if (about.restore() != null) {
            restores.add(about.restore());
        }
    }

    /** What the event says that it is about, and what the rows tell of the rest. */
    private About resolved(LedgerEntry entry) {
        Event<?> event = entry.event();
        About about = entry.about();
        @Nullable String backup = about.backup();
        if (entry.type() == EventType.BACKUP_TRIGGERED) {
            backup = change.triggeredBy(event.identity()).orElse(null);
        }
        @Nullable String plan = about.plan();
        if (plan == null && backup != null) {
            plan = change.planOf(backup).orElse(null);
        }
        return new About(backup, about.snapshot(), plan, about.store(), about.restore());
    }

    private void fold() {
        snapshots.forEach(this::foldSnapshot);
        backups.forEach(this::foldBackup);
        restores.forEach(id -> change.put(RestoreFold.fold(id, change.entriesOfRestore(id))));
    }

    private void foldSnapshot(String id) {
        Snapshot row = SnapshotFold.fold(id, change.entriesOfSnapshot(id), change.decisionsOf(id));
        boolean told = change.summary(id).filter(row.summary()::equals).isPresent();
        change.put(row);
        if (!told) {
            backups.add(row.backup());
        }
    }

    private void foldBackup(String id) {
        Backup row = BackupFold.fold(id, change.entriesOfBackup(id), change.summariesOf(id));
        change.put(row);
        if (row.trigger() != null && change.adopt(row.trigger(), id)) {
            change.put(BackupFold.fold(id, change.entriesOfBackup(id), change.summariesOf(id)));
        }
    }
}
