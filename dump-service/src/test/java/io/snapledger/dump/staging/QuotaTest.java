package io.snapledger.dump.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.snapledger.dump.MovableClock;
import io.snapledger.dump.Requests;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaTest {

    private static final String ATTEMPT = "1-0123456789abcdef";
    private static final Duration MAX_STALL = Duration.ofMinutes(15);
    private static final String SHA256 = "0".repeat(64);

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock(Requests.DUE);
    private Staging staging;
    private StagedAttempt attempt;

    @BeforeEach
    void fill() throws IOException {
        staging = Staging.open(directory, 100, MAX_STALL, clock);
        attempt = staging.begin(Requests.of("orders", 1, Requests.DUE), ATTEMPT);
        SegmentFile first = attempt.beginSegment(1, 90);
        first.write(ByteBuffer.allocate(80));
        first.commit(SHA256);
    }

    @AfterEach
    void close() throws IOException {
        staging.close();
    }

    @Test
    void aWriterWithoutRoomWaitsAndGoesOnWhenStorageAcknowledges() throws Exception {
        CompletableFuture<SegmentFile> second = begin(2);
        await().until(() -> attempt.stalledSince().isPresent());
        assertThat(second).isNotDone();

        staging.acknowledgeSegment(attempt.snapshot(), ATTEMPT, 1);

        assertThat(second.get(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(attempt.stalledSince()).isEmpty();
        assertThat(staging.usedBytes()).isEqualTo(90);
    }

    @Test
    void aWriterThatWaitsForTooLongFailsWithTheNumbers() {
        CompletableFuture<SegmentFile> second = begin(2);
        await().until(() -> attempt.stalledSince().isPresent());

        clock.pass(MAX_STALL.plusSeconds(1));

        assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StagingStalledException.class)
                .hasMessageContaining("80 of 100 bytes are used, 90 more are needed")
                .hasMessageContaining("nothing was freed for 900 s");
        assertThat(staging.usedBytes()).isEqualTo(80);
    }

    @Test
    void aSegmentLargerThanTheQuotaIsRefusedAtOnce() {
        assertThatThrownBy(() -> attempt.beginSegment(2, 101))
                .isInstanceOf(StagingStalledException.class)
                .hasMessageContaining("never fit");
    }

    @Test
    void anInterruptEndsTheWaiting() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            try {
                attempt.beginSegment(2, 90);
                ended.complete(null);
            } catch (IOException e) {
                ended.completeExceptionally(e);
            }
        });
        writer.start();
        await().until(() -> attempt.stalledSince().isPresent());

        writer.interrupt();

        assertThatThrownBy(() -> ended.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedIOException.class);
    }

    @Test
    void aSegmentThatGrowsOverWhatWasExpectedTakesMoreRoom() throws Exception {
        SegmentFile second = attempt.beginSegment(2, 5);
        second.write(ByteBuffer.allocate(15));
        assertThat(staging.usedBytes()).isEqualTo(95);

        second.commit(SHA256);

        assertThat(staging.usedBytes()).isEqualTo(95);
    }

    private CompletableFuture<SegmentFile> begin(int number) {
        CompletableFuture<SegmentFile> begun = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            try {
                begun.complete(attempt.beginSegment(number, 90));
            } catch (IOException e) {
                begun.completeExceptionally(e);
            }
        });
        writer.start();
        return begun;
    }
}
