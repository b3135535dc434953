package io.snapledger.repository.protocol;

import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.snapshot;
import static io.snapledger.repository.Samples.subject;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.Pin;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.Samples;
import io.snapledger.repository.memory.Faults;
import io.snapledger.repository.memory.MemoryBackend;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepositoryProtocolTest extends RepositoryProtocolFixture {

    // aborting

    @Test
    void anAbortedSnapshotCannotBeCommittedAndLeavesNothing() throws Exception {
        Dumped dumped = dump(1, 1);
        assertThat(protocol.abort(subject(snapshot(1)), "deadline")).isInstanceOf(SweepDecider.Outcome.Swept.class);

        assertThat(commit(1, 1, dumped)).isInstanceOf(CommitDecider.Outcome.Lost.class);

        assertThat(backend.keys()).noneMatch(key -> key.startsWith("segments/") || key.startsWith("sweeping/"));
        assertThat(repository.decision(STORE, snapshot(1)).orElseThrow().state())
                .isEqualTo(Decision.State.ABORTED);
    }

    @Test
    void aCommittedSnapshotIsNotAborted() throws Exception {
        commit(1, 1, dump(1, 1));

        assertThat(protocol.abort(subject(snapshot(1)), "deadline")).isInstanceOf(SweepDecider.Outcome.Kept.class);

        assertReadable(1);
        assertThat(backend.keys()).noneMatch(key -> key.startsWith("sweeping/"));
    }

    @Test
    void aMarkerThatAnAbortLeftOnACommittedSnapshotGoes() throws Exception {
        commit(1, 1, dump(1, 1));
        backend.create(RepositoryLayout.sweeping(snapshot(1)), ObjectSource.bytes("shop\n".getBytes(US_ASCII)));

        assertThat(protocol.recover(protocol.begunSweeps().get(0))).isInstanceOf(SweepDecider.Outcome.Kept.class);

        assertThat(protocol.begunSweeps()).isEmpty();
        assertReadable(1);
    }

    @Test
    void aPinThatNobodyUnderstandsKeepsTheBytes() throws Exception {
        commit(1, 1, dump(1, 1));
        backend.create(RepositoryLayout.pinsOn(snapshot(1)) + "lease-1", ObjectSource.bytes(new byte[1]));
        protocol.expire(STORE, snapshot(1), "keep");

        assertThat(protocol.delete(STORE, snapshot(1))).isInstanceOf(SweepDecider.Outcome.Pinned.class);
    }

    // deleting

    @Test
    void onlyAnExpiredSnapshotIsDeletedAndAnExpiryCanBeTakenBack() throws Exception {
        commit(1, 1, dump(1, 1));

        assertThat(protocol.delete(STORE, snapshot(1))).isInstanceOf(SweepDecider.Outcome.Kept.class);
        assertThat(protocol.expire(STORE, snapshot(1), "keep.daily")).isEqualTo(ExpiryDecider.Outcome.REACHED);
        assertReadable(1);
        assertThat(protocol.undelete(STORE, snapshot(1))).isEqualTo(ExpiryDecider.Outcome.REACHED);
        assertThat(protocol.delete(STORE, snapshot(1))).isInstanceOf(SweepDecider.Outcome.Kept.class);
        assertThat(protocol.expire(STORE, snapshot(1), "keep.daily")).isEqualTo(ExpiryDecider.Outcome.REACHED);

        SweepDecider.Outcome outcome = protocol.delete(STORE, snapshot(1));

        assertThat(((SweepDecider.Outcome.Swept) outcome).bytes()).isGreaterThan(100_000);
        assertThat(backend.keys()).noneMatch(key -> key.startsWith("segments/") || key.startsWith("sweeping/"));
        assertThat(protocol.undelete(STORE, snapshot(1))).isEqualTo(ExpiryDecider.Outcome.REFUSED);
    }

    @Test
    void aPinnedSnapshotKeepsItsBytesUntilTheLastPinIsGone() throws Exception {
        commit(1, 1, dump(1, 1));
        commit(2, 1, dumpOn(2, snapshot(2)));
        protocol.expire(STORE, snapshot(1), "keep");

        assertThat(protocol.delete(STORE, snapshot(1)))
                .isInstanceOfSatisfying(SweepDecider.Outcome.Pinned.class, pinned -> assertThat(pinned.live())
                        .containsExactly(snapshot(2).value()));
        assertReadable(2);
        assertThat(protocol.begunSweeps()).containsExactly(new RepositoryProtocol.Begun(STORE, snapshot(1)));

        protocol.expire(STORE, snapshot(2), "keep");
        assertThat(protocol.delete(STORE, snapshot(2))).isInstanceOf(SweepDecider.Outcome.Swept.class);
        assertThat(protocol.recover(protocol.begunSweeps().get(0))).isInstanceOf(SweepDecider.Outcome.Swept.class);

        assertThat(backend.keys())
                .noneMatch(
                        key -> key.startsWith("segments/") || key.startsWith("pins/") || key.startsWith("sweeping/"));
    }

    @Test
    void pinsOfHoldsAndRestoresCountUntilRemovedOrPassed() throws Exception {
        commit(1, 1, dump(1, 1));
        repository.pin(new Pin(snapshot(1), PinHolder.hold("audit"), null));
        repository.pin(new Pin(snapshot(1), PinHolder.restore("r-1"), Samples.NOW.plusSeconds(10)));
        repository.pin(new Pin(snapshot(1), PinHolder.restore("r-2"), Samples.NOW.minusSeconds(10)));
        protocol.expire(STORE, snapshot(1), "keep");

        assertThat(protocol.delete(STORE, snapshot(1)))
                .isInstanceOfSatisfying(SweepDecider.Outcome.Pinned.class, pinned -> assertThat(pinned.live())
                        .containsExactlyInAnyOrder("hold-audit", "restore-r-1"));
        repository.unpin(snapshot(1), PinHolder.hold("audit"));
        repository.unpin(snapshot(1), PinHolder.restore("r-1"));

        assertThat(protocol.delete(STORE, snapshot(1))).isInstanceOf(SweepDecider.Outcome.Swept.class);
    }

    @Test
    void aSweepThatBreaksOffAtAnyStepIsFinishedLater() throws Exception {
        for (Faults.Call call : List.of(
                Faults.Call.CREATE, Faults.Call.REPLACE, Faults.Call.LIST, Faults.Call.DELETE, Faults.Call.GET)) {
            for (int nth : IntStream.range(0, 4).toArray()) {
                RepositoryProtocolTest other = new RepositoryProtocolTest();
                MemoryBackend fresh = other.backend;
                other.commit(1, 1, other.dump(1, 1));
                other.protocol.expire(STORE, snapshot(1), "keep");
                int[] seen = {0};
                fresh.faults().timeout(call, key -> seen[0]++ == nth, 1);

                other.protocol.delete(STORE, snapshot(1));
                for (int again = 0; again < 3; again++) {
                    other.protocol.begunSweeps().forEach(other.protocol::recover);
                    other.protocol.delete(STORE, snapshot(1));
                }

                assertThat(fresh.keys())
                        .as("%s %d", call, nth)
                        .noneMatch(key -> key.startsWith("segments/") || key.startsWith("sweeping/"));
                assertThat(other.repository
                                .decision(STORE, snapshot(1))
                                .orElseThrow()
                                .state())
                        .isEqualTo(Decision.State.DELETED);
            }
        }
    }

    // reading

    @Test
    void aRestorePinsBeforeItReadsAndUnpinsWhatCannotBeRead() throws Exception {
        commit(1, 1, dump(1, 1));
        Pin pin = new Pin(snapshot(1), PinHolder.restore("r-1"), Samples.NOW.plusSeconds(60));

        assertThat(PinnedRead.begin(repository, STORE, pin)).isPresent();
        assertThat(backend.keys()).contains(RepositoryLayout.pin(snapshot(1), pin.holder()));

        repository.unpin(snapshot(1), pin.holder());
        protocol.expire(STORE, snapshot(1), "keep");
        protocol.delete(STORE, snapshot(1));
        assertThat(PinnedRead.begin(repository, STORE, pin)).isEmpty();
        assertThat(backend.keys()).noneMatch(key -> key.startsWith("pins/"));
    }

    @Test
    void aBaseThatExpiresMeanwhileIsNotUsed() throws Exception {
        commit(1, 1, dump(1, 1));
        CommitMark mark = CommitMark.of(
                repository.decision(STORE, snapshot(1)).orElseThrow().content());
        Step<BaseDecider.State, BaseDecider.Effect> step =
                BaseDecider.start(mark, List.of(snapshot(1).value()), 1);

        step = BaseDecider.decide(step.state(), new BaseDecider.Pinned());
        step = BaseDecider.decide(
                step.state(), new BaseDecider.DecisionRead(new DecisionView(Decision.State.EXPIRED, mark)));

        assertThat(step.state().done()).isTrue();
        assertThat(step.state().usable()).isFalse();
    }

    @Test
    void aBaseThatOneRepositoryLacksIsNotUsed() throws Exception {
        commit(1, 1, dump(1, 1));
        BackendRepository copy = new BackendRepository("copy", new MemoryBackend());

        assertThat(BaseChoice.pinned(List.of(repository, copy), STORE, key.epoch(), snapshot(2)))
                .isEmpty();
        assertThat(BaseChoice.pinned(List.of(repository), STORE, key.epoch(), snapshot(2)))
                .isPresent();
        assertThat(BaseChoice.pinned(List.of(repository), STORE, "0123456789abcdef", snapshot(2)))
                .isEmpty();
    }
}
