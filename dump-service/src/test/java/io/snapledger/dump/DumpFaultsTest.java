package io.snapledger.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.dump.DumpDesk.Answer;
import io.snapledger.events.BackupCancelled;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What dump-service says of dumps that must not be completed, or not be begun. */
class DumpFaultsTest extends DumpServiceFixture {

    @Test
    void aDumpCutAtAnyByteIsNeverCompleted() throws Exception {
        int whole = 100 + FakeStore.TRAILER;
        for (int length = 0; length < whole; length++) {
            store("cut" + length, Map.of("bytes", "100", "cut", Integer.toString(length)));
        }
        Worker worker = worker();

        for (int length = 0; length < whole; length++) {
            worker.service.desk().take(request("cut" + length, 1));
        }

        await().atMost(Duration.ofMinutes(1))
                .until(() -> ledger.all(DumpFailed.class).size() == whole);
        assertThat(ledger.all(DumpFailed.class))
                .allMatch(failed -> failed.reason().equals("trailer-missing"));
        assertThat(ledger.all(DumpCompleted.class)).isEmpty();
        assertNothingStaged();
    }

    @Test
    void aToolThatWritesNothingAndAnEngineThatBelievesItMakeNoSnapshot() throws Exception {
        store("nothing", Map.of("cut", "0", "careless", "true"));
        store("boaster", Map.of("overstates", "true"));
        Worker worker = worker();

        worker.service.desk().take(request("nothing", 1));
        worker.service.desk().take(request("boaster", 1));

        await().until(() -> ledger.all(DumpFailed.class).size() == 2);
        assertThat(reasonOf("nothing")).isEqualTo("empty-dump");
        assertThat(reasonOf("boaster")).isEqualTo("trailer-missing");
        assertThat(ledger.all(DumpCompleted.class)).isEmpty();
    }

    @Test
    void aToolThatDiesFailsTheAttempt() throws Exception {
        store("dying", Map.of("bytes", "3000000", "die", "2000000"));
        Worker worker = worker();

        worker.service.desk().take(request("dying", 1));

        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(reasonOf("dying")).isEqualTo("tool-failed");
        assertNothingStaged();
    }

    @Test
    void aHangingToolEndsAtTheDeadline() throws Exception {
        store("hanging", Map.of("hang", "500"));
        Worker worker = worker();

        worker.service
                .desk()
                .take(Requests.of(
                        "hanging",
                        1,
                        Requests.DUE,
                        CLOCK.instant(),
                        CLOCK.instant().plusSeconds(2),
                        List.of("main")));

        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(reasonOf("hanging")).isEqualTo("deadline");
        await().until(() -> FakeStore.running() == 0);
    }

    @Test
    void aCancelledBackupIsStoppedAndNotClaimedAgain() throws Exception {
        store("cancelled", Map.of("hang", "500"));
        Worker worker = worker();
        Event<DumpRequested> request = request("cancelled", 1);
        worker.service.desk().take(request);
        await().until(() -> FakeStore.running() == 1);

        ledger.publish(Event.of(
                Role.SCHEDULER,
                CLOCK.instant(),
                new BackupCancelled(request.data().backup(), "nightly", "no", null, null)));

        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        assertThat(reasonOf("cancelled")).isEqualTo("cancelled");
        assertThat(worker.service.desk().take(request("cancelled", 2))).isEqualTo(Answer.PASSED);
    }

    @Test
    void aRequestThatIsTooLateOrOfAnUnknownStoreIsNotClaimed() throws Exception {
        store("late", Map.of());
        Worker worker = worker();
        Instant past = CLOCK.instant().minusSeconds(60);

        assertThat(worker.service.desk().take(Requests.of("late", 1, Requests.DUE, past, past, List.of("main"))))
                .isEqualTo(Answer.PASSED);
        assertThat(worker.service.desk().take(request("stranger", 1))).isEqualTo(Answer.PASSED);

        await().until(() -> ledger.all(DumpFailed.class).size() == 1);
        DumpFailed failed = ledger.all(DumpFailed.class).get(0);
        assertThat(failed.reason()).isEqualTo("unknown-store");
        assertThat(failed.attempt()).isNull();
        assertThat(failed.retryable()).isFalse();
        assertThat(ledger.all(DumpStarted.class)).isEmpty();
    }
}
