package io.snapledger.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.events.EventType;
import io.snapledger.repository.UnreadableDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The law for every {@link CatalogStore}. */
abstract class CatalogStoreContract {

    private static final Instant DUE = Instant.parse("2026-11-21T00:00:00Z");
    private static final LedgerOffsets SEVEN = offsets(7);

    private CatalogStore rows;
    private Catalog store;

    abstract CatalogStore open();

    /** What a store has kept as it was before another one took its place. */
    abstract CatalogStore kept(String name);

    @BeforeEach
    void openStore() {
        rows = open();
        assertThat(rows.leads()).isTrue();
        store = new Catalog(rows);
    }

    private static LedgerOffsets offsets(long next) {
        return new LedgerOffsets(List.of(new Coordinates("dump.started", 1, next)));
    }

    private static void apply(Catalog catalog, List<LedgerEntry> entries) {
        catalog.apply(entries, List.of(), LedgerOffsets.NONE);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private Ledgers.Backup add(String plan, Instant due) {
        Ledgers.Backup backup = Ledgers.backup(plan, due.toString());
        apply(store, backup.entries());
        return backup;
    }

    @Test
    void aCrashBetweenAnyTwoRowsIsMendedByReadingTheBatchAgain() {
        List<LedgerEntry> entries = new ArrayList<>(Histories.of(3));
        entries.addAll(Ledgers.backup("nightly", DUE.toString()).entries());
        MemoryCatalogStore whole = new MemoryCatalogStore();
        apply(new Catalog(whole), entries);
        String expected = new CanonicalCatalog(new Catalog(whole)).text();

        boolean killed = true;
        for (int cut = 0; killed; cut += 1 + cut / 8) {
            CatalogStore next = rows.beside("cut");
            killed = false;
            try {
                new Catalog(new BreakingStore(next, cut)).apply(entries, List.of(), SEVEN);
            } catch (IllegalStateException e) {
                killed = true;
                assertThat(e).hasMessage("killed");
                assertThat(next.position().offsets()).isEqualTo(LedgerOffsets.NONE);
            }
            Catalog again = new Catalog(next);
            Collections.shuffle(entries, new Random(cut)); // another process cuts its batches otherwise
            again.apply(entries.subList(0, entries.size() / 2), List.of(), LedgerOffsets.NONE);
            again.apply(entries, List.of(), SEVEN);

            assertThat(new CanonicalCatalog(again).text())
                    .as("killed after %d rows", cut)
                    .isEqualTo(expected);
            assertThat(again.offsets()).isEqualTo(SEVEN);
            List<LedgerEvent> recorded = again.eventsAfter(0, CatalogQuery.ALL, 10_000);
            assertThat(recorded).extracting(LedgerEvent::sequence).doesNotHaveDuplicates();
            assertThat(recorded).hasSizeGreaterThanOrEqualTo((int)
                    entries.stream().map(LedgerEntry::key).distinct().count());
        }
    }

    @Test
    void whatIsStillBeingSavedIsNotToldAsRecorded() {
        add("nightly", DUE);
        long before = store.lastSequence();
        List<LedgerEntry> more =
                Ledgers.backup("hourly", DUE.plusSeconds(1).toString()).entries();

        assertThatThrownBy(() -> apply(new Catalog(new BreakingStore(rows, 5)), more))
                .hasMessage("killed");

        assertThat(store.lastSequence()).isEqualTo(before);
        assertThat(store.eventsAfter(before, CatalogQuery.ALL, 100)).isEmpty();

        apply(store, more);

        assertThat(store.eventsAfter(before, CatalogQuery.ALL, 100)).hasSize(9);
    }

    @Test
    void answersEveryQuestionAsTheOneInMemoryDoes() {
        Catalog memory = new Catalog(new MemoryCatalogStore());
        for (long seed = 0; seed < 12; seed++) {
            apply(store, Histories.of(seed));
            apply(memory, Histories.of(seed));
        }
        assertThat(new CanonicalCatalog(store).text()).isEqualTo(new CanonicalCatalog(memory).text());
        assertThat(store.plans()).isEqualTo(memory.plans()).isNotEmpty();
        for (CatalogQuery query : queries(memory)) {
            assertThat(everything(query, Filter.TYPE, store::backups))
                    .isEqualTo(everything(query, Filter.TYPE, memory::backups));
            assertThat(everything(query, Filter.TYPE, store::snapshots))
                    .isEqualTo(everything(query, Filter.TYPE, memory::snapshots));
            assertThat(everything(query, Filter.TYPE, store::restores))
                    .isEqualTo(everything(query, Filter.TYPE, memory::restores));
            assertThat(everything(query, Filter.KIND, store::missedRuns))
                    .isEqualTo(everything(query, Filter.KIND, memory::missedRuns));
            assertThat(everything(query, Filter.KIND, store::events))
                    .isEqualTo(everything(query, Filter.KIND, memory::events));
        }
    }

    /** By each filter with a value that there is, alone and with another one and times, in small pages. */
    private static List<CatalogQuery> queries(Catalog of) {
        List<CatalogQuery> queries = new ArrayList<>();
        CatalogQuery all = CatalogQuery.ALL.limit(3);
        for (Snapshot it : of.snapshots(CatalogQuery.ALL.limit(4)).items()) {
            queries.add(all.with(Filter.STORE, it.store()));
            queries.add(all.with(Filter.BACKUP, it.backup()).with(Filter.PLAN, String.valueOf(it.plan())));
            queries.add(all.with(Filter.STATE, it.state().word()));
            queries.add(all.with(Filter.SNAPSHOT, it.id()));
            queries.add(all.with(Filter.KIND, String.valueOf(it.kind())));
            it.copies()
                    .forEach((name, copy) -> queries.add(all.with(Filter.REPOSITORY, name)
                            .with(Filter.STATE, copy.state().word())));
            it.copies().keySet().forEach(name -> queries.add(all.with(Filter.REPOSITORY, name)));
        }
        for (LedgerEvent it : of.events(CatalogQuery.ALL.limit(5)).items()) {
            queries.add(all.with(Filter.SUBJECT, it.subject()).between(it.time(), null));
            queries.add(all.with(Filter.TYPE, it.type()).between(null, it.time()));
        }
        of.restores(CatalogQuery.ALL).items().forEach(it -> queries.add(all.with(Filter.RESTORE, it.id())));
        queries.add(all.with(Filter.PLAN, "' OR 1 = 1 --").with(Filter.STORE, "$where"));
        queries.add(all.between(DUE, DUE.plusSeconds(3)));
        queries.add(all);
        return queries;
    }

    /** All pages; nothing if the list has not all of the filters, as long as it then says so. */
    private static <T> List<T> everything(CatalogQuery query, Filter unknown, Function<CatalogQuery, Page<T>> list) {
        if (query.filter(unknown).isPresent()) {
            assertThatThrownBy(() -> list.apply(query)).isInstanceOf(IllegalArgumentException.class);
            return List.of();
        }
        List<T> found = new ArrayList<>();
        try {
            Page<T> page = list.apply(query);
            found.addAll(page.items());
            while (page.next() != null) {
                page = list.apply(query.after(page.next()));
                found.addAll(page.items());
            }
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("this list is not filtered by ");
        }
        return found;
    }

    @Test
    void keepsOddNamesAsTheyAre() {
        List<String> odd = List.of(
                "a.b",
                "$gt",
                "x'; DROP TABLE events --",
                "\"",
                "\\",
                "ünï\u4e2d",
                "\uD83D\uDE00",
                " ",
                "%",
                "a/b#c",
                "{}",
                "null");
        List<Row> saved = new ArrayList<>();
        for (String name : odd) {
            saved.add(new Row(
                    Table.EVENTS,
                    name,
                    5,
                    0,
                    Map.of(Column.SUBJECT, List.of(name), Column.PLAN, List.of(name)),
                    LedgerJson.write(name)));
        }
        rows.save(saved, Position.START.with("\u00e4.$", "$x"));

        for (Row row : saved) {
            assertThat(rows.select(Selection.of(Table.EVENTS).is(Column.KEY, row.key())))
                    .containsExactly(row);
            assertThat(rows.select(Selection.of(Table.EVENTS).is(Column.SUBJECT, row.key())))
                    .containsExactly(row);
        }
        assertThat(rows.distinct(Table.EVENTS, Column.PLAN)).containsExactlyInAnyOrderElementsOf(odd);
        assertThat(rows.position().settings()).containsExactly(Map.entry("\u00e4.$", "$x"));
        assertThat(new Row(Table.NOTES, "half", 0, 0, Map.of(), "\"\uD83D\"").json())
                .isEqualTo("\"?\"");
    }

    @Test
    void aPageOfAThousandIsWholeAndInOrder() {
        List<Row> saved = new ArrayList<>();
        String large = LedgerJson.write("x".repeat(3000));
        for (int i = 0; i < 1005; i++) {
            saved.add(new Row(Table.UNREADABLE, String.format("%05d", i), i / 10, 0, Map.of(), large));
        }
        rows.save(saved, Position.START);
        Collections.reverse(saved);

        assertThat(rows.select(Selection.of(Table.UNREADABLE).limit(1001))).isEqualTo(saved.subList(0, 1001));
        Cursor place = new Cursor(saved.get(999).sort(), saved.get(999).key());
        assertThat(rows.select(Selection.of(Table.UNREADABLE).and(new Selection.Condition.Behind(place))))
                .isEqualTo(saved.subList(1000, 1005));
    }

    @Test
    void readersSeeWholeRowsAndEveryRecordedEventWhileOthersWrite() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Set<String>> told = CompletableFuture.supplyAsync(() -> {
            Set<String> keys = new HashSet<>();
            long position = 0;
            boolean last = false;
            while (!last) {
                last = done.get();
                List<LedgerEvent> page = store.eventsAfter(position, CatalogQuery.ALL, 7);
                while (!page.isEmpty()) {
                    page.forEach(it -> keys.add(it.key()));
                    position = page.get(page.size() - 1).sequence();
                    page = store.eventsAfter(position, CatalogQuery.ALL, 7);
                }
                store.backups(CatalogQuery.ALL);
                store.snapshots(CatalogQuery.ALL);
            }
            return keys;
        });
        Set<String> expected = new HashSet<>();
        try {
            for (int hour = 0; hour < 15; hour++) {
                List<LedgerEntry> entries = Ledgers.backup(
                                "nightly", DUE.plus(Duration.ofHours(hour)).toString())
                        .entries();
                apply(store, entries);
                entries.forEach(it -> expected.add(it.key()));
            }
        } finally {
            done.set(true);
        }
        assertThat(told.get(60, TimeUnit.SECONDS)).isEqualTo(expected);
    }

    @Test
    void goesOnWithAnotherCatalogInItsPlaceAndKeepsTheOldOneIfAsked() {
        Ledgers.Backup old = add("old", DUE);
        apply(
                new Catalog(rows.beside("next")),
                Ledgers.backup("unfinished", DUE.toString()).entries());
        Catalog next = store.beside("next");
        Ledgers.Backup rebuilt = Ledgers.backup("rebuilt", DUE.plusSeconds(1).toString());
        next.apply(rebuilt.entries(), List.of(), SEVEN);
        assertThat(store.backup(rebuilt.id())).isEmpty();
        long before = store.lastSequence();

        store.replaceBy(next, Optional.of("catalog-of-before"));

        assertThat(store.backups(CatalogQuery.ALL).items())
                .extracting(Backup::id)
                .containsExactly(rebuilt.id());
        assertThat(store.offsets()).isEqualTo(SEVEN);
        assertThat(store.lastSequence()).isGreaterThan(before + 1000);
        assertThat(store.eventsAfter(before, CatalogQuery.ALL, 100)).hasSize(9);
        try (Catalog kept = new Catalog(kept("catalog-of-before"))) {
            assertThat(kept.backup(old.id())).isPresent();
        }
        apply(store, old.entries());
        assertThat(store.backup(old.id())).isPresent();
        store.replaceBy(store.beside("next"), Optional.empty());
        assertThat(store.backups(CatalogQuery.ALL).items()).isEmpty();
    }

    @Test
    void pagesThroughEverythingOnceWhileRowsArrive() {
        List<String> expected = new ArrayList<>();
        for (int hour = 0; hour < 23; hour++) {
            expected.add(add("nightly", DUE.plus(Duration.ofHours(hour))).id());
        }
        Collections.reverse(expected);

        List<String> seen = new ArrayList<>();
        CatalogQuery query = CatalogQuery.ALL.limit(5);
        Page<Backup> page;
        do {
            page = store.backups(query);
            page.items().forEach(it -> seen.add(it.id()));
            query = query.after(page.next());
            add("late", DUE.plus(Duration.ofDays(1 + seen.size())));
        } while (page.next() != null);

        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void pagesThroughEventsOfOneInstant() {
        for (int i = 0; i < 12; i++) {
            add("plan-" + i, DUE);
        }
        List<String> seen = new ArrayList<>();
        CatalogQuery query = CatalogQuery.ALL.limit(7);
        Page<LedgerEvent> page;
        do {
            page = store.events(query);
            page.items().forEach(it -> seen.add(it.key()));
            query = query.after(page.next());
        } while (page.next() != null);

        assertThat(seen).doesNotHaveDuplicates().hasSize(12 * 7);
    }

    @Test
    void findsByEachFilter() {
        Ledgers.Backup nightly = add("nightly", DUE);
        Ledgers.Backup hourly = add("hourly", DUE.plus(Duration.ofHours(5)));

        assertThat(backups(Filter.PLAN, "hourly")).containsExactly(hourly.id());
        assertThat(backups(Filter.STORE, "orders")).containsExactly(hourly.id(), nightly.id());
        assertThat(backups(Filter.STORE, "nothing")).isEmpty();
        assertThat(backups(Filter.KIND, "postgresql")).hasSize(2);
        assertThat(backups(Filter.REPOSITORY, "main")).hasSize(2);
        assertThat(backups(Filter.REPOSITORY, "other")).isEmpty();
        assertThat(backups(Filter.STATE, "complete")).hasSize(2);
        assertThat(store.backups(CatalogQuery.ALL.between(DUE.plusMillis(1), null))
                        .items())
                .extracting(Backup::id)
                .containsExactly(hourly.id());
        assertThat(store.backups(CatalogQuery.ALL.between(DUE, DUE.plusSeconds(1)))
                        .items())
                .extracting(Backup::id)
                .containsExactly(nightly.id());

        CatalogQuery committed =
                CatalogQuery.ALL.with(Filter.STATE, "committed").with(Filter.REPOSITORY, "main");
        assertThat(store.snapshots(committed).items()).hasSize(2);
        assertThat(store.snapshots(CatalogQuery.ALL.with(Filter.BACKUP, nightly.id()))
                        .items())
                .extracting(Snapshot::id)
                .containsExactly(nightly.snapshot());
        assertThat(store.snapshotsOf(hourly.id())).extracting(Snapshot::id).containsExactly(hourly.snapshot());
        assertThat(store.plans()).containsExactly("hourly", "nightly");
    }

    @Test
    void filesEventsUnderTheirBackupAndPlanWhateverCameFirst() {
        Ledgers.Backup backup = Ledgers.backup("nightly", DUE.toString());
        List<LedgerEntry> shuffled = new ArrayList<>(backup.entries());
        Collections.shuffle(shuffled, new Random(3));
        shuffled.forEach(entry -> apply(store, List.of(entry)));

        CatalogQuery its = CatalogQuery.ALL.with(Filter.BACKUP, backup.id()).with(Filter.PLAN, "nightly");
        assertThat(store.events(its).items())
                .hasSize(7)
                .last()
                .extracting(LedgerEvent::type)
                .isEqualTo(EventType.BACKUP_TRIGGERED.ceType());
        assertThat(store.backup(backup.id()).orElseThrow().requestedBy()).isEqualTo("cron");
    }

    @Test
    void showsHeartbeatsAndHintsOnlyWhenAskedFor() {
        add("nightly", DUE);

        assertThat(store.events(CatalogQuery.ALL).items()).hasSize(7);
        CatalogQuery hints = CatalogQuery.ALL.with(Filter.TYPE, EventType.SEGMENT_STAGED.ceType());
        assertThat(store.events(hints).items()).hasSize(1);
        CatalogQuery heartbeats = CatalogQuery.ALL.with(Filter.TYPE, EventType.DUMP_PROGRESS.ceType());
        assertThat(store.events(heartbeats).items()).hasSize(1);
    }

    @Test
    void tellsWhatWasRecordedAfterASequenceNumber() {
        add("nightly", DUE);
        long before = store.lastSequence();
        Ledgers.Backup second = add("hourly", DUE.plusSeconds(1));

        List<LedgerEvent> after = store.eventsAfter(before, CatalogQuery.ALL, 100);
        assertThat(after).hasSize(9).allMatch(it -> it.sequence() > before);
        assertThat(after).isSortedAccordingTo((one, other) -> Long.compare(one.sequence(), other.sequence()));
        CatalogQuery its = CatalogQuery.ALL.with(Filter.BACKUP, second.id());
        assertThat(store.eventsAfter(0, its, 3)).hasSize(3);
        assertThat(store.eventsAfter(store.lastSequence(), CatalogQuery.ALL, 3)).isEmpty();
    }

    @Test
    void remembersItsPositionAndItsSettings() {
        assertThat(rows.position()).isEqualTo(Position.START);
        store.begin("cluster-2", SEVEN, Map.of("key", "value", "other", "1"));
        store.setting("other", null);
        store.apply(List.of(), List.of(), new LedgerOffsets(List.of(new Coordinates("dump.failed", 0, 3))));
        store.apply(List.of(), List.of(), offsets(9));

        assertThat(store.clusterId()).contains("cluster-2");
        assertThat(store.setting("key")).isEqualTo("value");
        assertThat(store.setting("other")).isNull();
        assertThat(store.offsets().next())
                .containsExactly(new Coordinates("dump.failed", 0, 3), new Coordinates("dump.started", 1, 9));
    }

    @Test
    void countsANoteOnceAndShowsWhatItCouldNotRead() {
        Unreadable gap = new Unreadable(new Coordinates("dump.started", 0, 5), 6, "not-json", "no JSON", DUE);
        store.gap(gap, "records are gone");
        store.gap(gap, "records are gone");
        store.note("another note");

        assertThat(store.historyNotes()).containsExactly("records are gone", "another note");
        assertThat(store.unreadable(10)).containsExactly(gap);
    }

    @Test
    void knowsFromDecisionsAloneWhatWasCommittedAndSaysThatTheRestIsUnknown() {
        Ledgers.Backup backup = Ledgers.backup("nightly", DUE.toString());
        KnownDecision decision =
                new KnownDecision("main", backup.decision(DUE.plusSeconds(60), List.of("files", "orders")));

        store.applyDecisions(List.of(decision, decision));

        Backup shown = store.backup(backup.id()).orElseThrow();
        assertThat(shown.history()).isEqualTo(History.UNKNOWN);
        assertThat(shown.state()).isEqualTo(BackupState.HISTORY_UNKNOWN);
        assertThat(shown.stores())
                .extracting(BackupStore::store, BackupStore::state)
                .containsExactly(
                        tuple("files", SnapshotState.HISTORY_UNKNOWN), tuple("orders", SnapshotState.COMMITTED));
        Snapshot snapshot = store.snapshot(backup.snapshot()).orElseThrow();
        assertThat(snapshot.toolVersion()).isEqualTo("16.4");
        assertThat(snapshot.committedAt()).isEqualTo(DUE.plusSeconds(60));

        apply(store, backup.entries());
        assertThat(store.backup(backup.id()).orElseThrow().history()).isEqualTo(History.KNOWN);
    }

    @Test
    void aDecisionThatCannotBeReadIsShownAsDamagedCountedAndNeverComplete() {
        Ledgers.Backup whole = Ledgers.backup("nightly", DUE.toString());
        Ledgers.Backup rotten =
                Ledgers.backup("nightly", DUE.plus(Duration.ofDays(1)).toString());
        String object = "decisions/orders/" + rotten.snapshot() + ".json";
        KnownDecision unreadable = KnownDecision.unreadable(
                "main",
                new UnreadableDecision(object, "orders", rotten.snapshot(), "damaged", "it is no decision"),
                DUE);
        KnownDecision read = new KnownDecision("main", rotten.decision(DUE.plusSeconds(60), List.of("orders")));
        List<KnownDecision> found = List.of(
                unreadable,
                new KnownDecision("main", whole.decision(DUE.plusSeconds(60), List.of("orders"))),
                read, // from another reading: what could not be read once does not count as whole
                unreadable);

        store.applyDecisions(found);

        assertThat(store.unreadableDecisions()).isEqualTo(1);
        assertThat(store.backup(whole.id()).orElseThrow().state()).isEqualTo(BackupState.COMPLETE);
        Snapshot shown = store.snapshot(rotten.snapshot()).orElseThrow();
        assertThat(shown.state()).isEqualTo(SnapshotState.DAMAGED);
        assertThat(shown.store()).isEqualTo("orders");
        assertThat(shown.copies().get("main").damage())
                .extracting(Damage::object)
                .containsExactly(object);
        assertThat(store.backup(rotten.id()).orElseThrow().state()).isEqualTo(BackupState.HISTORY_UNKNOWN);
        assertThat(backups(Filter.STATE, "complete")).containsExactly(whole.id());

        apply(store, rotten.entries());

        assertThat(store.snapshot(rotten.snapshot()).orElseThrow().state()).isEqualTo(SnapshotState.DAMAGED);
        assertThat(store.backup(rotten.id()).orElseThrow().state()).isEqualTo(BackupState.PARTIAL);
        assertThat(backups(Filter.STATE, "complete")).containsExactly(whole.id());
    }

    private List<String> backups(Filter filter, String value) {
        return store.backups(CatalogQuery.ALL.with(filter, value)).items().stream()
                .map(Backup::id)
                .toList();
    }
}
