package io.snapledger.catalog;

import static java.util.stream.Collectors.groupingBy;

import io.snapledger.catalog.Selection.Order;
import io.snapledger.events.BackupMissed;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.EventType;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Events and decisions become rows. What is kept is a set to which things are only ever joined ({@link LedgerEntry}), and
 * every row is a pure function of its part of that set ({@link SnapshotFold}, {@link BackupFold}, {@link RestoreFold}): so
 * any order and any repetition of events gives the same catalog, by construction.
 *
 * <p>It loads what a batch touches, folds in memory, and hands out the rows to be saved. Everything that the batch touches is folded,
 * whether it is new or not: an earlier try may have left some of the rows.
 */
final class Projection {

    private static final int PAGE = 500;

    private final CatalogStore store;
    private final Position before;
    private final Set<String> snapshots = new TreeSet<>();
    private final Set<String> backups = new TreeSet<>();
    private final Set<String> restores = new TreeSet<>();
    private final List<Row> rows = new ArrayList<>();

    /** Every event that was loaded or has come, and the keys of those that are to be saved. */
    private final Map<String, RecordedEvent> events = new HashMap<>();

    private final Set<String> changed = new TreeSet<>();
    private final Map<String, KnownDecision> decisions = new HashMap<>();
    private final Map<String, SnapshotSummary> summaries = new HashMap<>();
    private long sequence;

    /** @param sequence a number behind which none is taken */
    Projection(CatalogStore store, Position before, long sequence) {
        this.store = store;
        this.before = before;
        this.sequence = sequence;
    }

    /** The number of the event recorded last. */
    long sequence() {
        return sequence;
    }

    /** What is to be saved so that the catalog knows these events. */
    List<Row> of(Collection<LedgerEntry> entries) {
        load(Selection.of(Table.EVENTS)
                .among(Column.KEY, entries.stream().map(LedgerEntry::key).toList()));
        for (LedgerEntry entry : entries) {
            if (entry.type() != EventType.SCHEDULER_TICK) {
                record(entry);
            }
        }
        triggered(entries);
        return folded();
    }

    /** What is to be saved so that the catalog knows what repositories have decided. */
    List<Row> ofDecisions(Collection<KnownDecision> known) {
        loadDecisions(known.stream().map(KnownDecision::snapshot).toList());
        for (KnownDecision decision : known) {
            Row row = Rows.of(decision);
            KnownDecision kept = decisions.merge(row.key(), decision, (one, other) -> other.join(one));
            rows.add(Rows.of(kept));
            snapshots.add(decision.snapshot());
            backups.add(decision.backup());
        }
        return folded();
    }

    private void record(LedgerEntry entry) {
        @Nullable RecordedEvent known = events.get(entry.key());
        LedgerEntry kept = known == null ? entry : known.entry().join(entry);
        boolean isNew = known == null || known.number() == 0 || (kept.heartbeat() && !kept.equals(known.entry()));
        About about = kept.about();
        if (known != null) {
            @Nullable String plan = about.plan() == null ? known.about().plan() : about.plan();
            about = about.with(about.backup() == null ? known.about().backup() : about.backup(), plan);
        }
        keep(new RecordedEvent(kept, about, isNew ? ++sequence : known.number()));
        if (kept.event().data() instanceof BackupMissed missed) {
            rows.add(Rows.of(MissedRuns.of(kept.event(), missed)));
        }
        if (kept.type() == EventType.SEGMENT_STAGED) {
            return; // a hint that no row depends on
        } else if (about.snapshot() != null) {
            snapshots.add(about.snapshot());
        } else if (about.backup() != null) {
            backups.add(about.backup());
        } else if (about.restore() != null) {
            restores.add(about.restore());
        }
    }

    /** Whoever was planned because of an event that has come now, or again. */
    private void triggered(Collection<LedgerEntry> entries) {
        List<String> triggers = entries.stream()
                .filter(it -> it.type() == EventType.BACKUP_TRIGGERED)
                .map(LedgerEntry::key)
                .toList();
        for (Row backup : select(Table.BACKUPS, Column.TRIGGER, triggers)) {
            backups.add(backup.key());
        }
    }

    private List<Row> folded() {
        foldSnapshots();
        foldBackups();
        load(Selection.of(Table.EVENTS).among(Column.RESTORE, restores));
        Map<String, List<LedgerEntry>> ofRestore = entries(Column.RESTORE);
        for (String id : restores) {
            rows.add(Rows.of(RestoreFold.fold(id, ofRestore.getOrDefault(id, List.of()))));
        }
        changed.forEach(key -> rows.add(Rows.of(events.get(key))));
        return rows;
    }

    private void foldSnapshots() {
        load(Selection.of(Table.EVENTS)
                .among(Column.SNAPSHOT, snapshots)
                .among(Column.WEIGHT, List.of(Rows.FACT, Rows.HEARTBEAT)));
        loadDecisions(snapshots);
        Map<String, String> told = new HashMap<>();
        select(Table.SUMMARIES, Column.KEY, snapshots).forEach(it -> told.put(it.key(), it.json()));
        Map<String, List<LedgerEntry>> ofSnapshot = entries(Column.SNAPSHOT);
        Map<String, List<KnownDecision>> decided =
                decisions.values().stream().collect(groupingBy(KnownDecision::snapshot));
        for (String id : snapshots) {
            Snapshot folded =
                    SnapshotFold.fold(id, ofSnapshot.getOrDefault(id, List.of()), decided.getOrDefault(id, List.of()));
            Row summary = Rows.of(folded.summary(), folded.backup());
            rows.add(Rows.of(folded));
            if (!summary.json().equals(told.get(id))) { // a summary is saved after the backup that it is part of
                rows.add(summary);
                summaries.put(id, folded.summary());
                backups.add(folded.backup());
            }
        }
    }

    private void foldBackups() {
        load(Selection.of(Table.EVENTS).among(Column.BACKUP, backups).absent(Column.SNAPSHOT));
        loadTriggers();
        for (Row row : select(Table.SUMMARIES, Column.BACKUP, backups)) {
            summaries.putIfAbsent(row.key(), LedgerJson.read(row.json(), SnapshotSummary.class));
        }
        Map<String, List<SnapshotSummary>> ofBackup = new TreeMap<>();
        summaries.values().forEach(it -> ofBackup.computeIfAbsent(
                        Identities.backupOf(it.snapshot()), id -> new ArrayList<>())
                .add(it));
        Map<String, List<LedgerEntry>> entries = entries(Column.BACKUP);
        Map<String, String> plans = plans();
        for (String id : backups) {
            List<SnapshotSummary> its = ofBackup.getOrDefault(id, List.of());
            Backup folded = BackupFold.fold(id, withTriggers(entries.getOrDefault(id, List.of())), its);
            rows.add(Rows.of(folded, its));
            adopt(folded);
            if (folded.plan() != null && !plans.containsKey(id)) {
                givePlan(id, folded.plan());
                plans.put(id, folded.plan());
            }
        }
        for (RecordedEvent event : List.copyOf(events.values())) {
            @Nullable String backup = event.about().backup();
            if (backup != null && event.about().plan() == null && plans.containsKey(backup)) {
                keep(event.ofPlan(plans.get(backup)));
            }
        }
    }

    /** Plans of backups, by the rows that stand already; of every backup that an event names. */
    private Map<String, String> plans() {
        Set<String> named = new TreeSet<>(backups);
        events.values().stream()
                .filter(it -> it.about().backup() != null && it.about().plan() == null)
                .forEach(it -> named.add(it.about().backup()));
        Map<String, String> plans = new HashMap<>();
        for (Row row : select(Table.BACKUPS, Column.KEY, named)) {
            if (row.value(Column.PLAN) != null) {
                plans.put(row.key(), row.value(Column.PLAN));
            }
        }
        return plans;
    }

    /** The events that triggered a backup are not of a backup by themselves. */
    private void loadTriggers() {
        Set<String> triggers = new TreeSet<>();
        for (RecordedEvent event : events.values()) {
            if (event.entry().event().data() instanceof BackupPlanned planned
                    && !events.containsKey(planned.trigger())) {
                triggers.add(planned.trigger());
            }
        }
        load(Selection.of(Table.EVENTS).among(Column.KEY, triggers));
    }

    private List<LedgerEntry> withTriggers(List<LedgerEntry> entries) {
        List<LedgerEntry> all = new ArrayList<>(entries);
        for (LedgerEntry entry : entries) {
            if (entry.event().data() instanceof BackupPlanned planned) {
                @Nullable RecordedEvent trigger = events.get(planned.trigger());
                if (trigger != null && !entries.contains(trigger.entry())) {
                    all.add(trigger.entry());
                }
            }
        }
        return all;
    }

    /** Files the event that has triggered a backup under it; of several backups of one event under the first by its id. */
    private void adopt(Backup backup) {
        @Nullable RecordedEvent trigger = backup.trigger() == null ? null : events.get(backup.trigger());
        if (trigger != null && trigger.entry().type() == EventType.BACKUP_TRIGGERED) {
            @Nullable String other = trigger.about().backup();
            if (other == null || other.compareTo(backup.id()) > 0) {
                keep(trigger.ofBackup(backup.id(), backup.plan()));
            }
        }
    }

    /** Gives the plan that has become known to the events that came before it. The backup's row is saved after all of them. */
    private void givePlan(String backup, String plan) {
        Selection lacking = Selection.of(Table.EVENTS)
                .is(Column.BACKUP, backup)
                .absent(Column.PLAN)
                .limit(PAGE);
        List<Row> page = store.select(lacking);
        while (!page.isEmpty()) {
            store.save(
                    page.stream()
                            .map(row -> Rows.of(Rows.event(row).ofPlan(plan)))
                            .toList(),
                    before);
            page = store.select(lacking);
        }
    }

    private void keep(RecordedEvent event) {
        String key = event.entry().key();
        if (!event.equals(events.put(key, event))) {
            changed.add(key);
        }
    }

    private void load(Selection wanted) {
        for (Row row : wanted.findsNothing() ? List.<Row>of() : store.select(wanted.in(Order.OLDEST))) {
            if (!events.containsKey(row.key())) {
                events.put(row.key(), Rows.event(row));
            }
        }
    }

    private void loadDecisions(Collection<String> ofSnapshots) {
        for (Row row : select(Table.DECISIONS, Column.SNAPSHOT, ofSnapshots)) {
            decisions.putIfAbsent(row.key(), Rows.decision(row));
        }
    }

    private List<Row> select(Table table, Column column, Collection<String> values) {
        return values.isEmpty() ? List.of() : store.select(Selection.of(table).among(column, values));
    }

    /** The events that are known here, without hints, by what they are about; those of a snapshot are not of its backup. */
    private Map<String, List<LedgerEntry>> entries(Column column) {
        Map<String, List<LedgerEntry>> found = new HashMap<>();
        for (RecordedEvent event : events.values()) {
            About about = event.about();
            @Nullable
            String id =
                    switch (column) {
                        case SNAPSHOT -> about.snapshot();
                        case RESTORE -> about.restore();
                        default -> about.snapshot() == null ? about.backup() : null;
                    };
            if (id != null && event.entry().type() != EventType.SEGMENT_STAGED) {
                found.computeIfAbsent(id, any -> new ArrayList<>()).add(event.entry());
            }
        }
        return found;
    }
}
