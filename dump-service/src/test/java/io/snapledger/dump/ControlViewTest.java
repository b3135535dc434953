package io.snapledger.dump;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.BackupCancelled;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.FailureCode;
import io.snapledger.events.Role;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.events.UploadFinished;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlViewTest {

    private static final String MINE = "1-0000000000000001";
    private static final String OTHER = "1-0000000000000002";

    private final ControlView view = new ControlView();
    private final DumpRequested request = Requests.of("orders", 1, Requests.DUE).data();

    @Test
    void theFirstClaimOfANumberWinsWhateverComesLater() {
        hear(started(OTHER));
        hear(started(MINE));
        hear(started(OTHER));

        assertThat(view.winner(request.snapshot(), 1)).hasValue(OTHER);
        assertThat(view.winner(request.snapshot(), 2)).isEmpty();
    }

    @Test
    void nothingObjectsToTheNewestAttempt() {
        hear(request);
        hear(started(MINE));

        assertThat(view.objection(request, 1)).isEmpty();
    }

    @Test
    void aNewerRequestSupersedes() {
        hear(Requests.of("orders", 2, Requests.DUE).data());

        assertThat(view.objection(request, 1)).map(Failure::reason).hasValue(FailureCode.SUPERSEDED);
        assertThat(view.objection(request, 2)).isEmpty();
    }

    @Test
    void anOlderAttemptDoesNotDisturb() {
        hear(started("1-0000000000000003"));

        assertThat(view.objection(request, 2)).isEmpty();
    }

    @Test
    void aCancelledBackupStopsAllItsStores() {
        hear(new BackupCancelled(request.backup(), "nightly", "wrong night", "ann", null));

        assertThat(view.objection(request, 1)).map(Failure::reason).hasValue(FailureCode.CANCELLED);
        assertThat(view.objection(Requests.of("config", 1, Requests.DUE).data(), 1))
                .isPresent();
    }

    @Test
    void onlyAFinalFailureClosesASnapshot() {
        hear(failed(false));
        assertThat(view.objection(request, 1)).isEmpty();

        hear(failed(true));
        assertThat(view.objection(request, 1)).map(Failure::reason).hasValue(FailureCode.SUPERSEDED);
    }

    @Test
    void aCommitInTheFirstRepositoryEndsOtherAttemptsOnly() {
        hear(finished("1-0000000000000001", "copy"));
        assertThat(view.objection(request, 2)).isEmpty();

        hear(finished("1-0000000000000001", "main"));
        assertThat(view.objection(request, 2)).isPresent();
        assertThat(view.objection(request, 1)).isEmpty();
    }

    @Test
    void listenersHearWhatTheEventIsAbout() {
        List<String> heard = new ArrayList<>();
        view.onChange(heard::add);

        hear(started(MINE));
        hear(new BackupCancelled(request.backup(), "nightly", "x", null, null));

        assertThat(heard).containsExactly(request.snapshot(), request.backup());
    }

    @Test
    void onlyTheNewestSnapshotsAreRemembered() {
        hear(started(MINE));
        for (int i = 0; i < ControlView.REMEMBERED; i++) {
            hear(Requests.of("s" + i, 1, Requests.DUE).data());
        }

        assertThat(view.winner(request.snapshot(), 1)).isEmpty();
    }

    private void hear(EventData data) {
        view.accept(Event.of(Role.DUMP, Requests.DUE, data));
    }

    private DumpStarted started(String attempt) {
        return new DumpStarted(request.backup(), request.snapshot(), request.store(), attempt, "a");
    }

    private UploadFinished finished(String attempt, String repository) {
        return new UploadFinished(
                request.backup(),
                request.snapshot(),
                "nightly",
                "orders",
                repository,
                attempt,
                1,
                1,
                0,
                null,
                Requests.DUE);
    }

    private DumpFailed failed(boolean isFinal) {
        return new DumpFailed(
                new SnapshotOrder(
                        request.backup(),
                        request.snapshot(),
                        "nightly",
                        request.store(),
                        "fake",
                        List.of("main"),
                        List.of("orders"),
                        Requests.DUE,
                        null),
                MINE,
                "deadline",
                "too late",
                true,
                isFinal);
    }
}
