package io.snapledger.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.NotIncluded;
import io.snapledger.events.UploadFinished;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The bad one is told: what a snapshot misses, and what makes it suspect, is in the event, the manifest and the decision. */
class FlawedSnapshotTest extends DumpServiceFixture {

    @Test
    void whatCouldNotBeReadIsCountedAndToldFirst() throws Exception {
        store("orders", Map.of("unreadable", "7"));

        DumpCompleted completed = dump("orders", Requests.DUE);

        assertThat(completed.content().missed()).isEqualTo(1);
        assertThat(completed.notIncluded().get(0))
                .isEqualTo(new NotIncluded("row 7", "it cannot be read", NotIncluded.Cause.MISSED, 1));
        assertThat(ledger.all(UploadFinished.class).get(0).missed()).isEqualTo(1);
        assertThat(read(completed)).isNotEmpty(); // manifest and decision agree
    }

    @Test
    void whatItsOwnerAcceptsToMissDoesNotMakeASnapshotPartial() throws Exception {
        store("orders", Map.of("unreadable", "7", "accept-missing", "row *"));

        DumpCompleted completed = dump("orders", Requests.DUE);

        assertThat(completed.content().missed()).isZero();
        assertThat(completed.notIncluded())
                .extracting(NotIncluded::cause)
                .containsOnly(NotIncluded.Cause.INHERENT, NotIncluded.Cause.CHOSEN);
    }

    @Test
    void aStoreThatIsSuddenlyEmptyOrATenthOfItselfIsSuspect() throws Exception {
        assertThat(dumped("4711").content().suspect()).isNull();
        DumpCompleted normal = dumped("4000");
        assertThat(normal.content().suspect()).isNull();

        assertThat(dumped("400").content().suspect())
                .isEqualTo("the store has shrunk: 400 objects, 4000 in snapshot " + normal.snapshot());
        assertThat(dumped("0").content().suspect()).startsWith("the store is empty: 0 objects, 400 in snapshot ");
        assertThat(ledger.all(UploadFinished.class).get(3).suspect()).startsWith("the store is empty");
        assertThat(dumped("4000").content().suspect()).isNull();
    }

    @Test
    void aStoreThatHoldsATenthOfTheBytesIsSuspect() throws Exception {
        store("orders", Map.of("bytes", "100000", "objects", "10"));
        dump("orders", Requests.DUE);

        store("orders", Map.of("bytes", "5000", "objects", "10"));
        assertThat(dump("orders", Requests.DUE.plusSeconds(60)).content().suspect())
                .startsWith("the store has shrunk: 5032 bytes");
    }

    @Test
    void anEmptyStoreIsSuspectAtItsFirstBackupToo() throws Exception {
        assertThat(dumped("0").content().suspect())
                .isEqualTo("the store is empty: 0 objects, and there is no earlier backup");
    }

    private Instant due = Requests.DUE;

    private DumpCompleted dumped(String objects) throws Exception {
        store("orders", Map.of("objects", objects));
        due = due.plusSeconds(60);
        return dump("orders", due);
    }

    private DumpCompleted dump(String store, Instant dueAt) throws Exception {
        int before = ledger.all(UploadFinished.class).size();
        // one that knows the store as it is configured now
        new Worker("w" + before, 1, 8 * MIB, Duration.ofMinutes(1))
                .service
                .desk()
                .take(Requests.of(
                        store, 1, dueAt, CLOCK.instant(), CLOCK.instant().plusSeconds(600), List.of("main")));
        org.awaitility.Awaitility.await()
                .until(() -> ledger.all(UploadFinished.class).size() == before + 1);
        List<DumpCompleted> all = ledger.all(DumpCompleted.class);
        return all.get(all.size() - 1);
    }
}
