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
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The law for every {@link CatalogStore}. */
abstract class CatalogStoreContract {

    private static final Instant DUE = Instant.parse("2026-11-21T00:00:00Z");
    private static final TopicPartition PARTITION = new TopicPartition("dump.started", 1);

    private CatalogStore store;

    abstract CatalogStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private Ledgers.Backup add(String plan, Instant due) {
        Ledgers.Backup backup = Ledgers.backup(plan, due.toString());
        store.change(change -> Projection.apply(change, backup.entries()));
        return backup;
    }

    @Test
    void keepsRowsAndOffsetsTogetherOrNothing() {
        Ledgers.Backup backup = Ledgers.backup("nightly", DUE.toString());

        assertThatThrownBy(() -> store.change(change -> {
                    Projection.apply(change, backup.entries());
                    change.offsets(Map.of(PARTITION, 7L));
                    throw new IllegalStateException("the disk is full");
                }))
                .hasMessage("the disk is full");

        assertThat(store.backup(backup.id())).isEmpty();
        assertThat(store.events(CatalogQuery.ALL).items()).isEmpty();
        assertThat(store.offsets()).isEmpty();

        store.change(change -> {
            Projection.apply(change, backup.entries());
            change.offsets(Map.of(PARTITION, 7L));
        });

        assertThat(store.backup(backup.id())).isPresent();
        assertThat(store.offsets()).containsExactly(Map.entry(PARTITION, 7L));
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
        shuffled.forEach(entry -> store.change(change -> Projection.apply(change, List.of(entry))));

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
    void forgetsEverythingAtOnceAndNeverUsesASequenceNumberTwice() {
        add("nightly", DUE);
        store.change(change -> {
            change.note("something was lost");
            change.setting("key", "value");
            change.offsets(Map.of(PARTITION, 7L));
        });
        long before = store.lastSequence();

        store.change(change -> change.reset("cluster-2"));

        assertThat(store.backups(CatalogQuery.ALL).items()).isEmpty();
        assertThat(store.snapshots(CatalogQuery.ALL).items()).isEmpty();
        assertThat(store.events(CatalogQuery.ALL).items()).isEmpty();
        assertThat(store.offsets()).isEmpty();
        assertThat(store.historyNotes()).isEmpty();
        assertThat(store.setting("key")).isNull();
        assertThat(store.clusterId()).contains("cluster-2");
        add("nightly", DUE);
        assertThat(store.eventsAfter(before, CatalogQuery.ALL, 100)).hasSize(9);
    }

    @Test
    void countsANoteOnceAndShowsWhatItCouldNotRead() {
        Unreadable gap = new Unreadable(new Coordinates("dump.started", 0, 5), 6, "not-json", "no JSON", DUE);
        store.change(change -> {
            change.note("records are gone");
            change.note("records are gone");
            change.put(gap);
            change.put(gap);
        });

        assertThat(store.historyNotes()).containsExactly("records are gone");
        assertThat(store.unreadable(10)).containsExactly(gap);
    }

    @Test
    void knowsFromDecisionsAloneWhatWasCommittedAndSaysThatTheRestIsUnknown() {
        Ledgers.Backup backup = Ledgers.backup("nightly", DUE.toString());
        KnownDecision decision =
                new KnownDecision("main", backup.decision(DUE.plusSeconds(60), List.of("files", "orders")));

        store.change(change -> Projection.applyDecisions(change, List.of(decision, decision)));

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

        store.change(change -> Projection.apply(change, backup.entries()));
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

        store.change(change -> Projection.applyDecisions(change, found));

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

        store.change(change -> Projection.apply(change, rotten.entries()));

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
