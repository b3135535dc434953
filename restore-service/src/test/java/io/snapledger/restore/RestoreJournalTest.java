package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.RestoreFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreJournalTest {

    private static final Instant RECEIVED = Instant.parse("2026-11-21T00:00:00Z");

    @TempDir
    Path directory;

    private RestoreJournal journal;

    @BeforeEach
    void open() {
        journal = new RestoreJournal(directory);
    }

    @Test
    void everyStepIsRememberedByTheNextProcess() {
        RestoreRecord record = received()
                .choosing(List.of(new ChosenSnapshot("shop", "20261121t000000z-abcdefghij-klmnop", "main")))
                .safe("shop", Stage.SAFETY)
                .beginning("shop")
                .again();
        journal.write(record);

        RestoreJournal next = new RestoreJournal(directory);

        assertThat(next.read("r-asked")).contains(record);
        assertThat(next.open(RECEIVED)).containsExactly(record);
        assertThat(next.read("r-other")).isEmpty();
    }

    @Test
    void whatWasDecidedIsOpenUntilItIsPublished() {
        RestoreFailed failed = new RestoreFailed(
                "r-asked",
                "cancelled",
                "it was cancelled",
                null,
                RestoreFailed.Change.NONE,
                List.of(),
                List.of(),
                Map.of(),
                List.of());
        RestoreRecord decided = received().decided(failed);
        journal.write(decided);

        assertThat(journal.open(RECEIVED)).containsExactly(decided);
        assertThat(journal.read("r-asked").orElseThrow().last()).isEqualTo(failed);
        journal.write(decided.end());
        assertThat(journal.open(RECEIVED)).isEmpty();
    }

    @Test
    void endedOnesAreForgottenAfterNinetyDaysAndOpenOnesNever() throws Exception {
        journal.write(received().decided(null));

        assertThat(journal.open(RECEIVED.plus(Duration.ofDays(90)))).isEmpty();
        assertThat(journal.read("r-asked")).isPresent();
        assertThat(journal.open(RECEIVED.plus(Duration.ofDays(91)))).isEmpty();
        assertThat(journal.read("r-asked")).isEmpty();
        journal.write(received());
        assertThat(journal.open(RECEIVED.plus(Duration.ofDays(900)))).hasSize(1);
    }

    @Test
    void anOpenRecordThatCannotBeReadIsNotTakenForANewRequest() throws Exception {
        Files.writeString(directory.resolve("r-asked.json"), "{");

        assertThatThrownBy(() -> journal.read("r-asked")).hasMessageContaining("cannot read");
        assertThat(journal.open(RECEIVED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../r", "r/x", "R", "", "r.json"})
    void anIdNeverLeavesTheDirectory(String id) {
        assertThat(RestoreJournal.isId(id)).isFalse();
        assertThatThrownBy(() -> journal.read(id)).isInstanceOf(IllegalArgumentException.class);
    }

    private static RestoreRecord received() {
        return RestoreRecord.received(Desks.request("shop"), true, RECEIVED, RECEIVED.plusSeconds(60));
    }
}
