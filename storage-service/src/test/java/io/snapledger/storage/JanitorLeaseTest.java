package io.snapledger.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.memory.Faults.Call;
import io.snapledger.repository.memory.ManyDecisions;
import io.snapledger.repository.memory.MemoryBackend;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two replicas and one repository. */
class JanitorLeaseTest {

    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Instant BEGIN = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final InstantSource clock = now::get;
    private final MemoryBackend backend = new MemoryBackend();
    private final ManyDecisions many = new ManyDecisions(1, BEGIN, 100);
    private Janitor first;
    private Janitor second;

    @BeforeEach
    void twoReplicas() {
        many.into(backend);
        first = replica("first");
        second = replica("second");
        backend.forgetCalls();
    }

    private Janitor replica(String name) {
        OpenRepository repository = OpenRepository.open("main", backend, SampleAttempt.INSTALLATION, clock);
        return new Janitor(
                new Repositories(Map.of("main", repository)),
                new Answers(new RecordedAnswers(), clock),
                new DeletionBrake(1),
                Duration.ofDays(7),
                PERIOD,
                name,
                clock);
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void oneOfTwoListsAndTheOtherReadsTheLease() {
        first.run();
        long listings = backend.calls(Call.LIST);
        assertThat(listings).isPositive();
        backend.forgetCalls();

        for (int round = 0; round < 5; round++) {
            pass(PERIOD);
            first.run();
            second.run();
        }

        assertThat(backend.calls(Call.LIST)).isLessThanOrEqualTo(5 * listings);
        backend.forgetCalls();
        second.run();
        assertThat(backend.calls(Call.LIST)).isZero();
        assertThat(backend.calls(Call.GET)).isEqualTo(1);
    }

    @Test
    void whenTheHolderIsGoneTheOtherGoesOn() {
        first.run();
        SegmentId lost =
                new SegmentId(many.store(0), many.snapshot(0, 99), ManyDecisions.ATTEMPT, 1); // deleted long ago
        backend.create(RepositoryLayout.segment(lost), ObjectSource.bytes(new byte[1]));
        second.run();
        assertThat(backend.keys()).contains(RepositoryLayout.segment(lost));

        pass(PERIOD.multipliedBy(2));
        second.run();

        assertThat(backend.keys()).doesNotContain(RepositoryLayout.segment(lost));
    }

    @Test
    void whoStopsLetsTheOtherGoOnAtOnce() {
        first.run();
        first.close();
        backend.forgetCalls();

        second.run();

        assertThat(backend.calls(Call.LIST)).isPositive();
    }

    @Test
    void whoStartsAgainUnderItsNameGoesOnAtOnce() {
        first.run();
        backend.forgetCalls();

        Janitor again = replica("first");
        again.run();

        assertThat(backend.calls(Call.LIST)).isPositive();
        again.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "{\"version\":1,\"holder\":\"x\",\"until\":\"never\"}",
                "{\"version\":2,\"holder\":\"x\",\"until\":\"2026-11-24T12:30:00Z\"}",
                "{\"version\":1,\"holder\":\"x\",\"until\":\"9999-11-24T12:30:00Z\"}"
            })
    void aLeaseThatIsNoneStopsNobody(String content) {
        backend.create(RepositoryLayout.LEASE, ObjectSource.bytes(content.getBytes(UTF_8)));
        backend.forgetCalls();

        first.run();

        assertThat(backend.calls(Call.LIST)).isPositive();
        assertThat(new String(backend.bytes(RepositoryLayout.LEASE), UTF_8)).contains("\"first\"");
    }

    @Test
    void anAnswerThatWasLostPutsOffOneRound() {
        backend.faults().executeThenTimeout(Call.CREATE, RepositoryLayout.LEASE::equals, 1);
        first.run();
        assertThat(backend.calls(Call.LIST)).isZero();

        first.run();

        assertThat(backend.calls(Call.LIST)).isPositive();
        backend.faults().requireAllHit();
    }

    @Test
    void theLeaseIsAnObjectAndNoStray() {
        first.run();

        assertThat(backend.keys()).contains(RepositoryLayout.LEASE);
        assertThat(ObjectKind.of(RepositoryLayout.LEASE)).contains(ObjectKind.LEASE);
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
