package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.FailureCode;
import io.snapledger.events.Nullable;
import io.snapledger.restore.SnapshotSelection.Selected;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person says, and which snapshots are meant. */
class SnapshotSelectionTest {

    /** Later than all of the history. */
    private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

    private final History history = new History();
    private String first;
    private String second;
    private String weekly;

    @BeforeEach
    void threeBackups() {
        weekly = history.backup("weekly", "2026-11-15T00:00:00Z", "shop postgresql committed");
        first = history.backup(
                "nightly", "2026-11-20T00:00:00Z", "shop postgresql committed", "config files committed");
        second = history.backup(
                "nightly", "2026-11-21T00:00:00Z", "shop postgresql committed", "config files committed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    latest                    | 2
                    2026-11-21T00:00:00Z      | 2
                    2026-11-21T01:00:00+01:00 | 2
                    2026-11-20T23:59:59.999Z  | 1
                    2026-11-20T00:00:00Z      | 1
                    21-11-2026-00-00-00       | 2
                    20-11-2026-00-00-00       | 1
                    """)
    void timesAndLatestMeanABackupOfThePlan(String from, int expected) throws Exception {
        Selected found = select(from, "nightly");

        assertThat(found.backup()).isEqualTo(expected == 1 ? first : second);
        assertThat(stores(found)).containsExactlyInAnyOrder("shop", "config");
        assertThat(found.warnings()).isEmpty();
    }

    @Test
    void aBackupIdMeansAllOfItAndASnapshotIdOneStoreOfIt() throws Exception {
        assertThat(stores(select(first, null))).containsExactlyInAnyOrder("shop", "config");
        assertThat(stores(select(History.snapshot(first, "config"), null))).containsExactly("config");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    yesterday            | 'yesterday' names no backup; HINT: a backup or snapshot id, latest, a time such as 2026-11-21T04:00:00Z, or DD-MM-YYYY-hh-mm-ss
                    2026-11-21           | '2026-11-21' names no backup
                    2026-02-30T00:00:00Z | '2026-02-30T00:00:00Z' names no backup
                    31-11-2026-00-00-00  | '31-11-2026-00-00-00' is no date; HINT: DD-MM-YYYY-hh-mm-ss in UTC
                    21-11-2026-24-00-00  | '21-11-2026-24-00-00' is no date
                    LATEST               | 'LATEST' names no backup
                    """)
    void whatIsNoNameOfABackupIsABadRequest(String from, String message) {
        refused(from, "nightly", FailureCode.BAD_REQUEST, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    20261119t000000z-abcdefghij        | no backup 20261119t000000z-abcdefghij; HINT: snapledger backup list shows what there is
                    20261119t000000z-abcdefghij-klmnop | no snapshot 20261119t000000z-abcdefghij-klmnop; HINT: snapledger snapshot list shows what there is
                    2026-11-19T00:00:00Z               | there is no restorable snapshot of 2026-11-19T00:00:00Z or before of plan nightly; HINT: snapledger backup list
                    21-11-2026-00-00-01                | no backup of 2026-11-21T00:00:01Z of plan nightly; HINT: snapledger backup list
                    """)
    void whatIsNotThereIsNotFound(String from, String message) {
        refused(from, "nightly", FailureCode.NOT_FOUND, message);
    }

    @Test
    void anEmptyRepositoryHasNoLatest() {
        assertThatThrownBy(() -> new SnapshotSelection("latest", null, List.of("shop"), List.of("files"))
                        .among(List.of(), LATER))
                .hasMessage("there is no restorable snapshot of stores [shop] of kinds [files]"
                        + "; HINT: snapledger backup list shows what there is");
    }

    @Test
    void latestOfSeveralPlansIsAmbiguousButNotWhereOnlyOneWasThatEarly() throws Exception {
        refused(
                "latest",
                null,
                FailureCode.AMBIGUOUS,
                "'latest' could be of several plans: [nightly, weekly]; HINT: name one");
        assertThat(select("2026-11-16T00:00:00Z", null).backup()).isEqualTo(weekly);
    }

    @Test
    void twoBackupsOfOneSecondAreRefusedWithTheChoices() throws Exception {
        String other = history.backup("other", "2026-11-21T00:00:00.400Z", "shop postgresql committed");

        refused("21-11-2026-00-00-00", null, FailureCode.AMBIGUOUS, "2 backups are of 21-11-2026-00-00-00: [");
        refused("21-11-2026-00-00-00", null, FailureCode.AMBIGUOUS, other);
        assertThat(select("21-11-2026-00-00-00", "other").backup()).isEqualTo(other);
    }

    @Test
    void latestIsTheNewestCompleteBackupAndTheNewerOneIsNamed() throws Exception {
        String partial = nightly("2026-11-22T00:00:00Z", "committed", "aborted");

        Selected found = select("latest", "nightly");

        assertThat(found.backup()).isEqualTo(second);
        assertThat(found.warnings())
                .containsExactly("backup " + partial
                        + " is newer but not complete: it lacks [config]; HINT: name it to have it");
    }

    @ParameterizedTest
    @CsvSource({"aborted", "deleted"})
    void aNewerBackupThatHoldsNothingIsNamed(String state) throws Exception {
        String nothing = nightly("2026-11-22T00:00:00Z", state, state);

        Selected found = select("latest", "nightly");

        assertThat(found.backup()).isEqualTo(second);
        assertThat(found.warnings())
                .containsExactly("backup " + nothing + " is newer, but nothing of it that is wanted can be restored");
        assertThat(select("2026-11-21T12:00:00Z", "nightly").warnings()).isEmpty();
    }

    @Test
    void aPartialBackupIsTakenWithAWarningIfThereIsNoOther() throws Exception {
        History only = new History();
        String partial =
                only.backup("nightly", "2026-11-22T00:00:00Z", "shop postgresql committed", "config files undecided");

        for (String from : List.of("latest", partial, "22-11-2026-00-00-00")) {
            Selected found = new SnapshotSelection(from, null, List.of(), List.of()).among(only.all(), LATER);
            assertThat(stores(found)).containsExactly("shop");
            assertThat(found.warnings()).containsExactly("backup " + partial + " is not complete: it lacks [config]");
        }
    }

    @Test
    void aStoreThatIsNamedMustBeThere() throws Exception {
        String partial = nightly("2026-11-22T00:00:00Z", "committed", "aborted");

        assertThatThrownBy(() -> new SnapshotSelection(partial, null, List.of("shop", "config"), List.of())
                        .among(history.all(), LATER))
                .hasMessageStartingWith(
                        "backup " + partial + " has no restorable snapshot of [config]; it has [shop]; HINT: ");
        assertThat(new SnapshotSelection("latest", "nightly", List.of("config"), List.of())
                        .among(history.all(), LATER)
                        .backup())
                .isEqualTo(second);
    }

    @Test
    void aKindThatABackupLacksIsMissedToo() throws Exception {
        String partial = history.backup(
                "nightly",
                "2026-11-22T00:00:00Z",
                "shop postgresql committed",
                "users postgresql aborted",
                "config files aborted");

        Selected postgresql = ofKind(partial, "postgresql");

        assertThat(stores(postgresql)).containsExactly("shop");
        assertThat(postgresql.warnings()).containsExactly("backup " + partial + " is not complete: it lacks [users]");
        assertThat(ofKind("latest", "postgresql").backup()).isEqualTo(second);
        assertThat(ofKind("latest", "files").backup()).isEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource({"committed,true", "expired,true", "deleted,false", "aborted,false"})
    void onlyCommittedAndExpiredSnapshotsAreRestorable(String state, boolean restorable) throws Exception {
        History only = new History();
        String backup = only.backup("nightly", "2026-11-22T00:00:00Z", "shop postgresql " + state);
        String snapshot = History.snapshot(backup, "shop");

        for (String from : List.of("latest", backup, snapshot, "22-11-2026-00-00-00", "2026-11-23T00:00:00Z")) {
            SnapshotSelection selection = new SnapshotSelection(from, null, List.of(), List.of());
            if (restorable) {
                assertThat(stores(selection.among(only.all(), LATER))).containsExactly("shop");
            } else {
                assertThatThrownBy(() -> selection.among(only.all(), LATER))
                        .isInstanceOfSatisfying(RestoreFailure.class, failure -> assertThat(failure.reason())
                                .isEqualTo(FailureCode.NOT_FOUND));
            }
        }
        if (!restorable) {
            assertThatThrownBy(
                            () -> new SnapshotSelection(snapshot, null, List.of(), List.of()).among(only.all(), LATER))
                    .hasMessage("snapshot " + snapshot + " is " + state.toUpperCase(java.util.Locale.ROOT)
                            + " since 2026-11-22T00:01:00Z; HINT: snapledger snapshot list shows what can be restored");
            assertThatThrownBy(() -> new SnapshotSelection(backup, null, List.of(), List.of()).among(only.all(), LATER))
                    .hasMessageStartingWith("backup " + backup + " has no restorable snapshot; HINT: ");
        }
    }

    @Test
    void aSnapshotThatTheOtherWordsDoNotFitIsRefused() {
        String snapshot = History.snapshot(second, "config");

        assertThatThrownBy(() -> new SnapshotSelection(snapshot, "weekly", List.of("shop"), List.of())
                        .among(history.all(), LATER))
                .hasMessage("snapshot " + snapshot + " is of store config, kind files, plan nightly,"
                        + " not of plan weekly of stores [shop]; HINT: leave out what does not fit");
    }

    @Test
    void whatIsDatedAheadIsNeverTheLatest() throws Exception {
        String future = history.backup(
                "nightly", "9999-01-01T00:00:00Z", "shop postgresql committed", "config files committed");

        assertThat(new SnapshotSelection("latest", "nightly", List.of(), List.of())
                        .among(history.all(), LATER)
                        .backup())
                .isEqualTo(second);
        assertThat(select(future, null).backup()).isEqualTo(future);
    }

    @Test
    void latestIsNeverTheSafetySnapshotOfARestore() throws Exception {
        String safety = history.backup("nightly", "2026-11-21T09:00:00Z", "shop postgresql safety");

        Selected found =
                new SnapshotSelection("latest", "nightly", List.of("shop"), List.of()).among(history.all(), LATER);

        assertThat(found.backup()).isEqualTo(second);
        assertThat(found.warnings())
                .containsExactly("backup " + safety
                        + " is newer, but is the safety snapshot of a restore; HINT: name it to have it back");
        assertThat(select(safety, null).backup()).isEqualTo(safety);
    }

    @Test
    void aSafetySnapshotMakesNothingAmbiguous() throws Exception {
        history.backup("weekly", "2026-11-21T04:00:00Z", "shop postgresql safety");
        String onlySafety = history.backup("rescue", "2026-11-21T09:00:00Z", "shop postgresql safety");

        assertThat(select("latest", "nightly").backup()).isEqualTo(second);
        refused("latest", "rescue", FailureCode.NOT_FOUND, "there is no restorable snapshot of plan rescue");
        assertThat(select(onlySafety, "rescue").backup()).isEqualTo(onlySafety);
    }

    @Test
    void latestIsTheNewestThatMissesNothingAndSaysThatThereIsANewerOne() throws Exception {
        String partial = nightly("2026-11-22T00:00:00Z", "partial", "committed");

        Selected found = select("latest", "nightly");

        assertThat(found.backup()).isEqualTo(second);
        assertThat(found.warnings())
                .containsExactly("backup " + partial
                        + " is newer but not complete: its snapshot of shop misses 3 things; HINT: name it to have it");
        assertThat(select(partial, null).warnings())
                .containsExactly("backup " + partial + " is not complete: its snapshot of shop misses 3 things");
    }

    @Test
    void aSuspectBackupIsLatestOnlyWhereThereIsNoOther() throws Exception {
        String suspect = nightly("2026-11-22T00:00:00Z", "suspect", "committed");
        History alone = new History();
        String first = alone.backup("nightly", "2026-11-22T00:00:00Z", "shop postgresql suspect");

        assertThat(select("latest", "nightly").backup()).isEqualTo(second);
        assertThat(select("latest", "nightly").warnings().get(0)).contains(suspect, "is suspect: the store is empty");
        assertThat(new SnapshotSelection("latest", null, List.of(), List.of()).among(alone.all(), LATER))
                .satisfies(found -> assertThat(found.backup()).isEqualTo(first))
                .satisfies(found -> assertThat(found.warnings().get(0)).contains("is suspect: the store is empty"));
    }

    @Test
    void aBackupOfOneStoreByHandIsNotTakenForTheWholeInSilence() throws Exception {
        String hand = history.backup("nightly", "2026-11-21T09:00:00Z", "shop postgresql committed");

        Selected found = select("latest", "nightly");

        assertThat(found.backup()).isEqualTo(hand);
        assertThat(found.warnings())
                .containsExactly("backup " + hand + " was asked to hold [shop] alone; backup " + second
                        + " holds [config, shop]");
    }

    private String nightly(String due, String shop, String config) {
        return history.backup("nightly", due, "shop postgresql " + shop, "config files " + config);
    }

    private Selected select(String from, @Nullable String plan) throws RestoreFailure {
        return new SnapshotSelection(from, plan, List.of(), List.of()).among(history.all(), LATER);
    }

    private Selected ofKind(String from, String kind) throws RestoreFailure {
        return new SnapshotSelection(from, "nightly", List.of(), List.of(kind)).among(history.all(), LATER);
    }

    private void refused(String from, @Nullable String plan, FailureCode reason, String message) {
        assertThatThrownBy(() -> select(from, plan)).isInstanceOfSatisfying(RestoreFailure.class, failure -> {
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.getMessage()).contains(message);
        });
    }

    private static List<String> stores(Selected found) {
        return found.decisions().stream()
                .map(decision -> decision.subject().store().value())
                .toList();
    }
}
