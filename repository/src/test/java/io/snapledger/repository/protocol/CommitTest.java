package io.snapledger.repository.protocol;

import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.attempt;
import static io.snapledger.repository.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.Samples;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.memory.Faults;
import io.snapledger.repository.memory.MemoryStaging;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CommitTest extends RepositoryProtocolFixture {

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

        private final MemoryStaging staging;
        private final boolean stored;

        private PulledMeanwhile(MemoryStaging staging, boolean stored) {
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
}
