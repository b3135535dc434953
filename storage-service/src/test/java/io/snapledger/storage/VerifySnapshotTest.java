package io.snapledger.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.SnapshotDamaged;
import io.snapledger.events.SnapshotVerified;
import io.snapledger.repository.RepositoryLayout;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifySnapshotTest {

    private Bench bench;
    private SampleAttempt attempt;
    private VerifySnapshot verifySnapshot;

    @BeforeEach
    void commit() {
        bench = new Bench("main");
        bench.addKeys("orders");
        attempt = SampleAttempt.of("orders", 1, 7, "main").stagedAt(bench.worker);
        StorageService service = bench.start();
        service.accept(attempt.completed());
        Bench.awaitIdle(service);
        verifySnapshot = new VerifySnapshot(bench.open(), new Answers(bench.answers, bench.clock()), bench.clock());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aWholeSnapshotIsVerifiedAndTold() {
        Verification verification = verify().orElseThrow();

        assertThat(verification.outcome()).isEqualTo("verified");
        assertThat(verification.segments()).isEqualTo(3);
        assertThat(verification.bytes()).isEqualTo(3 * 5000 + 1 + 2 + 3);
        assertThat(bench.answers.of(SnapshotVerified.class))
                .singleElement()
                .satisfies(verified -> assertThat(verified.method()).isEqualTo("segments"));
        assertThat(bench.backend("main").keys()).noneMatch(key -> key.startsWith(RepositoryLayout.PINS));
    }

    @Test
    void everyFlippedByteOfASegmentIsFound() {
        String key = RepositoryLayout.segment(attempt.id(2));
        byte[] whole = attempt.segment(2);
        for (int i = 0; i < whole.length; i += 97) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 1;
            bench.backend("main").damage(key, flipped);
            assertThat(verify().orElseThrow().object()).isEqualTo(key);
        }
        bench.backend("main").damage(key, whole);
        assertThat(verify().orElseThrow().outcome()).isEqualTo("verified");
    }

    @Test
    void aSegmentThatIsMissingCutOrLongerIsFound() {
        String key = RepositoryLayout.segment(attempt.id(3));
        byte[] whole = attempt.segment(3);
        for (byte[] other : new byte[][] {null, Arrays.copyOf(whole, 10), Arrays.copyOf(whole, whole.length + 1)}) {
            bench.backend("main").damage(key, other);
            assertThat(verify().orElseThrow().outcome()).isEqualTo("damaged");
        }
        assertThat(bench.answers.of(SnapshotDamaged.class)).hasSize(3).allMatch(damaged -> damaged.object()
                .equals(key));
    }

    @Test
    void aSegmentListThatIsMissingOrChangedIsFound() {
        String key = RepositoryLayout.segmentList(attempt.store(), attempt.snapshot(), attempt.attempt());
        byte[] changed = attempt.list();
        changed[changed.length / 2] ^= 1;
        bench.backend("main").damage(key, changed);
        assertThat(verify().orElseThrow().object()).isEqualTo(key);

        bench.backend("main").damage(key, null);
        assertThat(verify().orElseThrow().object()).isEqualTo(key);
    }

    @Test
    void whatWasNeverCommittedCannotBeVerified() {
        SampleAttempt other = SampleAttempt.of("other", 1, 1, "main");

        assertThat(verifySnapshot.verify("main", other.store(), other.snapshot()))
                .isEmpty();
    }

    private Optional<Verification> verify() {
        return verifySnapshot.verify("main", attempt.store(), attempt.snapshot());
    }
}
