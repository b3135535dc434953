package io.snapledger.dump.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.dump.MovableClock;
import io.snapledger.dump.Requests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system that is full, although the quota is not: 2 MiB of tmpfs, mounted by root. */
class FullFileSystemTest {

    private static final String ATTEMPT = "1-0123456789abcdef";
    private static final int MIB = 1 << 20;
    private static final String SHA256 = "0".repeat(64);

    @TempDir
    Path mount;

    private final MovableClock clock = new MovableClock(Requests.DUE);
    private boolean mounted;
    private Staging staging;
    private StagedAttempt attempt;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mount.toString()) == 0;
        if (!mounted) {
            System.out.println("FullFileSystemTest is skipped: a tmpfs can be mounted by root only");
        }
        assumeThat(mounted).as("a tmpfs can be mounted").isTrue();
        staging = Staging.open(mount, 100L * MIB, Duration.ofMinutes(15), clock);
        attempt = staging.begin(Requests.of("orders", 1, Requests.DUE), ATTEMPT);
        put(1, MIB);
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            staging.close();
            run("umount", "-l", mount.toString());
        }
    }

    @Test
    void aWriterWaitsInTheMiddleOfASegmentAndLosesNoByte() throws Exception {
        CompletableFuture<StagedSegment> second = start(2);
        await().until(() -> attempt.stalledSince().isPresent());
        assertThat(second).isNotDone();

        staging.acknowledgeSegment(attempt.snapshot(), ATTEMPT, 1);

        assertThat(second.get(20, TimeUnit.SECONDS).length()).isEqualTo(MIB + MIB / 2);
        byte[] content = Files.readAllBytes(attempt.directory().resolve("2.segment"));
        assertThat(content).isEqualTo(pattern(MIB + MIB / 2));
    }

    @Test
    void aFileSystemThatStaysFullFailsTheAttemptAndSaysSo() throws Exception {
        CompletableFuture<StagedSegment> second = start(2);
        await().until(() -> attempt.stalledSince().isPresent());

        clock.pass(Duration.ofMinutes(16));

        assertThatThrownBy(() -> second.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(StagingStalledException.class)
                .hasMessageContaining("the file system of staging is full");
        assertThat(attempt.directory().resolve("2.segment.tmp")).doesNotExist();
    }

    @Test
    void aDiskThatIsSmallerThanTheQuotaBoundsIt() throws Exception {
        assertThat(Staging.quotaOn(mount.resolve("staging"), 100L * MIB)).isEqualTo(2L * MIB - MIB / 4);
        assertThat(Staging.quotaOn(mount.resolve("staging"), MIB)).isEqualTo(MIB);
    }

    private CompletableFuture<StagedSegment> start(int number) {
        CompletableFuture<StagedSegment> done = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        done.complete(put(number, MIB + MIB / 2));
                    } catch (IOException e) {
                        done.completeExceptionally(e);
                    }
                })
                .start();
        return done;
    }

    private StagedSegment put(int number, int size) throws IOException {
        SegmentFile file = attempt.beginSegment(number, size);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(pattern(size));
            while (bytes.hasRemaining()) {
                int step = Math.min(bytes.remaining(), 50_001);
                file.write(bytes.slice(bytes.position(), step));
                bytes.position(bytes.position() + step);
            }
            return file.commit(SHA256);
        } finally {
            file.abandon();
        }
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }
}
