package io.snapledger.repository.protocol;

import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.attempt;
import static io.snapledger.repository.Samples.content;
import static io.snapledger.repository.Samples.facts;
import static io.snapledger.repository.Samples.noise;
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
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.Staging;
import io.snapledger.repository.format.ChunkSizes;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.memory.Faults;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.repository.write.BaseIndex;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryProtocolTest {

    @TempDir
    Path directory;

    private final MemoryBackend backend;
    private final BackendRepository repository;
    private final RepositoryProtocol protocol;
    private final StoreKey key = StoreKey.random(new SecureRandom());

    RepositoryProtocolTest() {
        backend = new MemoryBackend();
        repository = new BackendRepository("main", backend);
        protocol = new RepositoryProtocol(backend, InstantSource.fixed(Samples.NOW));
    }

    private record Dumped(Staging staging, SealedSnapshot sealed) {}

    @AfterEach
    void everyFaultWasMet() {
        backend.faults().requireAllHit();
    }

    // committing

    @Test
    void aRepeatedCommitIsTheSameSuccess() throws Exception {
        Dumped dumped = dump(1, 1);

        assertThat(commit(1, 1, dumped)).isInstanceOf(CommitDecider.Outcome.Won.class);
        byte[] decision = backend.bytes(RepositoryLayout.decision(STORE, snapshot(1)));
        assertThat(commit(1, 1, dumped)).isInstanceOf(CommitDecider.Outcome.Won.class);

        assertThat(backend.bytes(RepositoryLayout.decision(STORE, snapshot(1)))).isEqualTo(decision);
    }

    @Test
    void aCreateWhoseAnswerIsLostIsAWin() throws Exception {
        Dumped dumped = dump(1, 1);
        backend.faults().executeThenTimeout(Faults.Call.CREATE, key -> key.startsWith("decisions/"), 1);

        assertThat(commit(1, 1, dumped)).isInstanceOf(CommitDecider.Outcome.Won.class);
        assertReadable(1);
    }

    @Test
    void aCreateThatDidNotHappenIsTriedAgain() throws Exception {
        Dumped dumped = dump(1, 1);
        backend.faults().timeout(Faults.Call.CREATE, key -> key.startsWith("decisions/"), 3);

        assertThat(commit(1, 1, dumped)).isInstanceOf(CommitDecider.Outcome.Won.class);
        assertReadable(1);
    }

    @Test
    void aRepositoryThatIsAwayLeavesEverythingUndecided() throws Exception {
        Dumped dumped = dump(1, 1);
        backend.faults().timeout(Faults.Call.LIST, key -> key.startsWith("segments/"), 1);

        assertThat(commit(1, 1, dumped)).isInstanceOf(CommitDecider.Outcome.Unavailable.class);

        assertThat(repository.decision(STORE, snapshot(1))).isEmpty();
        assertThat(commit(1, 1, dumped)).isInstanceOf(CommitDecider.Outcome.Won.class);
    }

    @Test
    void aSegmentThatIsNowhereIsLost() throws Exception {
        Dumped dumped = dump(1, 1);
        dumped.staging().lose(1);

        CommitDecider.Outcome outcome = commit(1, 1, dumped);

        assertThat(outcome).isEqualTo(new CommitDecider.Outcome.SegmentsLost(List.of(1)));
        assertThat(repository.decision(STORE, snapshot(1))).isEmpty();
    }

    @Test
    void aSegmentThatAnEarlyPullTakesFromUnderTheCommitIsThere() throws Exception {
        Dumped dumped = dump(1, 1);

        assertThat(commit(1, 1, dumped, new PulledMeanwhile(dumped.staging(), true)))
                .isInstanceOf(CommitDecider.Outcome.Won.class);
        assertReadable(1);
    }

    @Test
    void aSegmentThatCannotBeReadAndIsNotThereLeavesItUndecided() throws Exception {
        Dumped dumped = dump(1, 1);

        assertThat(commit(1, 1, dumped, new PulledMeanwhile(dumped.staging(), false)))
                .isInstanceOf(CommitDecider.Outcome.Unavailable.class);
        assertThat(repository.decision(STORE, snapshot(1))).isEmpty();
    }

    /** Held when asked, gone when read: perhaps stored by somebody else in between. */
    private final class PulledMeanwhile implements StagedSegments {

        private final Staging staging;
        private final boolean stored;

        private PulledMeanwhile(Staging staging, boolean stored) {
            this.staging = staging;
            this.stored = stored;
        }

        @Override
        public Optional<ObjectSource> segment(SegmentId segment, long length, String sha256) {
            ObjectSource held = staging.segment(segment, length, sha256).orElseThrow();
            return Optional.of(ObjectSource.stream(length, sha256, () -> {
                if (stored) {
                    backend.create(RepositoryLayout.segment(segment), held);
                }
                throw new NoSuchFileException(segment.toString());
            }));
        }

        @Override
        public Optional<ObjectSource> list(SegmentId anyOfAttempt, long length, String sha256) {
            return staging.list(anyOfAttempt, length, sha256);
        }
    }

    @Test
    void aSegmentListThatIsNowhereIsLost() throws Exception {
        Dumped dumped = dump(1, 1);
        dumped.staging().lose(0);

        assertThat(commit(1, 1, dumped)).isEqualTo(new CommitDecider.Outcome.SegmentsLost(List.of(0)));
    }

    @Test
    void theSecondAttemptLosesAndLeavesNothing() throws Exception {
        commit(1, 1, dump(1, 1));

        CommitDecider.Outcome outcome = commit(1, 2, dump(1, 2));

        assertThat(outcome).isInstanceOf(CommitDecider.Outcome.Lost.class);
        assertThat(backend.keys()).noneMatch(key -> key.contains(attempt(2).toString()));
        assertReadable(1);
    }

    @Test
    void ofTwoCommittersAtOnceOneAttemptWins() throws Exception {
        for (int round = 1; round <= 10; round++) {
            int n = round;
            Dumped one = dump(n, 1);
            Dumped two = dump(n, 2);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Callable<CommitDecider.Outcome>> committers = List.of(
                        () -> commit(n, 1, one),
                        () -> commit(n, 2, two),
                        () -> commit(n, 1, one),
                        () -> commit(n, 2, two));
                List<Future<CommitDecider.Outcome>> outcomes = threads.invokeAll(committers);
                boolean oneWon = outcomes.get(0).get() instanceof CommitDecider.Outcome.Won;
                assertThat(outcomes.get(2).get())
                        .isInstanceOf(outcomes.get(0).get().getClass());
                assertThat(outcomes.get(1).get() instanceof CommitDecider.Outcome.Won)
                        .isEqualTo(!oneWon);
            } finally {
                threads.shutdownNow();
            }
            assertReadable(n);
        }
    }

    @Test
    void aCommitWithoutTwoWrapsOfItsKeyIsRefused() throws Exception {
        Dumped dumped = dump(1, 1);
        backend.damage(
                RepositoryLayout.key(
                        STORE, key.epoch(), Samples.RECOVERY.recipient().id()),
                null);

        assertThat(commit(1, 1, dumped)).isInstanceOf(CommitDecider.Outcome.KeysMissing.class);
    }

    @Test
    void aCommitWhoseOwnerIsNotPinnedIsRefused() throws Exception {
        commit(1, 1, dump(1, 1));
        Dumped second = dumpOn(2, snapshot(2));
        repository.unpin(snapshot(1), PinHolder.snapshot(snapshot(2)));

        assertThat(commit(2, 1, second)).isInstanceOf(CommitDecider.Outcome.OwnerGone.class);
    }

    @Test
    void aLateRepeatAfterDeletionIsStillTheOldSuccess() throws Exception {
        Dumped dumped = dump(1, 1);
        commit(1, 1, dumped);
        protocol.expire(STORE, snapshot(1), "keep");
        protocol.delete(STORE, snapshot(1));

        CommitDecider.Outcome outcome = commit(1, 1, dumped);

        assertThat(outcome).isInstanceOf(CommitDecider.Outcome.Won.class);
        assertThat(backend.keys()).noneMatch(key -> key.startsWith("segments/"));
    }

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

    private Dumped dump(int n, int number) throws Exception {
        return dump(n, number, BaseIndex.none());
    }

    private Dumped dumpOn(int n, SnapshotId holder) throws Exception {
        Decision.Committed base = BaseChoice.pinned(List.of(repository), STORE, key.epoch(), holder)
                .orElseThrow();
        try (BaseIndex index = BaseIndex.build(repository, base, key, directory.resolve("base"))) {
            return dump(n, 1, index);
        }
    }

    private Dumped dump(int n, int number, BaseIndex base) throws Exception {
        Samples.wrap(repository, key);
        Staging staging = new Staging();
        try (SnapshotWriter writer = SnapshotWriter.open(
                STORE,
                snapshot(n),
                attempt(number),
                key,
                base,
                staging,
                new WriterOptions(ChunkSizes.STANDARD, 2, 1, 1 << 20))) {
            try (OutputStream out = writer.stream("data")) {
                out.write(noise(200_000, 1));
            }
            return new Dumped(staging, writer.seal(facts(snapshot(n))));
        }
    }

    private CommitDecider.Outcome commit(int n, int number, Dumped dumped) {
        return commit(n, number, dumped, dumped.staging());
    }

    private CommitDecider.Outcome commit(int n, int number, Dumped dumped, StagedSegments staging) {
        return protocol.commit(subject(snapshot(n)), content(attempt(number), dumped.sealed()), staging);
    }

    private void assertReadable(int n) throws Exception {
        Decision decision = repository.decision(STORE, snapshot(n)).orElseThrow();
        try (SnapshotReader reader = SnapshotReader.open(repository, decision, Samples.RING);
                var in = reader.stream("data")) {
            assertThat(in.readAllBytes()).isEqualTo(noise(200_000, 1));
        }
    }
}
