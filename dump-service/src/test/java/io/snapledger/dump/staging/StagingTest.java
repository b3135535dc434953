package io.snapledger.dump.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.dump.MovableClock;
import io.snapledger.dump.Requests;
import io.snapledger.dump.staging.StagedFile.Gone;
import io.snapledger.dump.staging.StagedFile.Held;
import io.snapledger.dump.staging.StagedFile.Unknown;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.events.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {

    private static final String ATTEMPT = "1-0123456789abcdef";
    private static final long QUOTA = 1000;

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock(Requests.DUE);
    private final Event<DumpRequested> request = Requests.of("orders", 1, Requests.DUE);
    private Staging staging;

    @BeforeEach
    void open() throws IOException {
        staging = Staging.open(directory, QUOTA, Duration.ofMinutes(15), clock);
    }

    @AfterEach
    void close() throws IOException {
        staging.close();
    }

    private void restart() throws IOException {
        staging.close();
        open();
    }

    @Test
    void aSegmentIsReadOnlyAtItsDocumentedPlaceOnceItIsCommitted() throws Exception {
        StagedAttempt attempt = staging.begin(request, ATTEMPT);

        put(attempt, 1, "hello");

        Path file = directory.resolve(attempt.snapshot()).resolve(ATTEMPT).resolve("1.segment");
        assertThat(file).hasContent("hello");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("r--------");
        assertThat(staging.segment(attempt.snapshot(), ATTEMPT, 1)).isEqualTo(new Held(file, 5, sha256("hello")));
        assertThat(staging.usedBytes()).isEqualTo(5);
    }

    @Test
    void aSegmentThatIsNotCommittedIsNowhere() throws Exception {
        StagedAttempt attempt = staging.begin(request, ATTEMPT);

        SegmentFile file = attempt.beginSegment(1, 100);
        file.write(bytes("half"));
        assertThat(staging.segment(attempt.snapshot(), ATTEMPT, 1)).isEqualTo(new Unknown());
        file.abandon();

        assertThat(names(attempt)).containsExactly("journal");
        assertThat(staging.usedBytes()).isZero();
    }

    @Test
    void anAcknowledgedSegmentIsGoneAndFreesItsRoomOnce() throws Exception {
        StagedAttempt attempt = staging.begin(request, ATTEMPT);
        put(attempt, 1, "one");
        put(attempt, 2, "two");

        staging.acknowledgeSegment(attempt.snapshot(), ATTEMPT, 1);
        staging.acknowledgeSegment(attempt.snapshot(), ATTEMPT, 1);

        assertThat(staging.segment(attempt.snapshot(), ATTEMPT, 1)).isEqualTo(new Gone());
        assertThat(staging.segment(attempt.snapshot(), ATTEMPT, 3)).isEqualTo(new Unknown());
        assertThat(staging.usedBytes()).isEqualTo(3);
        assertThat(attempt.unacknowledged()).extracting(StagedSegment::number).containsExactly(2);
    }

    @Test
    void acknowledgingWhatWasNeverHereIsNoError() throws Exception {
        staging.acknowledgeSegment(request.data().snapshot(), ATTEMPT, 7);
        staging.acknowledgeList(request.data().snapshot(), ATTEMPT);

        assertThat(staging.segment(request.data().snapshot(), ATTEMPT, 7)).isEqualTo(new Unknown());
    }

    @Test
    void aRestartKeepsWhatWasJournaledAndNothingElse() throws Exception {
        StagedAttempt attempt = staging.begin(request, ATTEMPT);
        put(attempt, 1, "one");
        put(attempt, 2, "two!");
        staging.acknowledgeSegment(attempt.snapshot(), ATTEMPT, 1);
        attempt.beginSegment(3, 100).write(bytes("cut off"));
        Files.writeString(attempt.directory().resolve("4.segment"), "renamed, but the power failed before the journal");
        Files.writeString(attempt.directory().resolve("base.index"), "a working file");

        restart();

        StagedAttempt again = staging.attempts().get(0);
        assertThat(again.request()).isEqualTo(request);
        assertThat(again.attempt()).isEqualTo(ATTEMPT);
        assertThat(again.end()).isEmpty();
        assertThat(names(again)).containsExactly("2.segment", "journal");
        assertThat(again.unacknowledged()).containsExactly(new StagedSegment(2, 4, sha256("two!")));
        assertThat(staging.segment(again.snapshot(), ATTEMPT, 1)).isEqualTo(new Gone());
        assertThat(staging.usedBytes()).isEqualTo(4);
    }

    @Test
    void aJournalCutAtEveryByteNeverInventsASegment() throws Exception {
        StagedAttempt attempt = staging.begin(request, ATTEMPT);
        put(attempt, 1, "one");
        put(attempt, 2, "two");
        staging.close();
        Path journal = attempt.directory().resolve("journal");
        byte[] whole = Files.readAllBytes(journal);
        Path other = directory.resolveSibling(directory.getFileName() + "-cut");

        int firstLine = new String(whole, StandardCharsets.UTF_8).indexOf('\n');
        for (int length = whole.length; length >= 0; length -= length > firstLine ? 1 : 97) {
            copy(directory, other);
            Path cut = other.resolve(attempt.snapshot()).resolve(ATTEMPT).resolve("journal");
            Files.write(cut, Arrays.copyOf(whole, length));
            try (Staging reopened = Staging.open(other, QUOTA, Duration.ofMinutes(1), clock)) {
                long lines = new String(whole, 0, length, StandardCharsets.UTF_8)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
                if (lines == 0) {
                    assertThat(reopened.attempts()).isEmpty();
                    assertThat(other.resolve(attempt.snapshot())).doesNotExist();
                } else {
                    assertThat(reopened.attempts().get(0).unacknowledged()).hasSize((int) lines - 1);
                }
                assertThat(reopened.usedBytes()).isEqualTo(Math.max(0, lines - 1) * 3);
            }
            Durably.remove(other, other.resolve("lock"));
        }
        open();
    }

    @Test
    void aDamagedLineEndsTheJournal() throws Exception {
        StagedAttempt attempt = staging.begin(request, ATTEMPT);
        put(attempt, 1, "one");
        put(attempt, 2, "two");
        staging.close();
        Path journal = attempt.directory().resolve("journal");
        String text = Files.readString(journal);
        int second = text.indexOf("\"number\":1,\"length\"");
        Files.writeString(journal, text.substring(0, second) + "\"number\":9" + text.substring(second + 10));

        open();

        assertThat(staging.attempts().get(0).unacknowledged()).isEmpty();
        assertThat(names(staging.attempts().get(0))).containsExactly("journal");
    }

    @Test
    void theJournalGoesOnAfterATornTail() throws Exception {
        StagedAttempt attempt = staging.begin(request, ATTEMPT);
        put(attempt, 1, "one");
        staging.close();
        Files.writeString(attempt.directory().resolve("journal"), "0123abcd {\"fact\":\"se", StandardOpenOption.APPEND);

        open();
        staging.attempts().get(0).fail(failed());
        restart();

        assertThat(staging.attempts().get(0).end()).hasValue(failed());
    }

    @Test
    void aFailedAttemptGivesUpItsSegmentsAtOnceAndItsFactStays() throws Exception {
        StagedAttempt attempt = staging.begin(request, ATTEMPT);
        put(attempt, 1, "one");

        attempt.fail(failed());

        assertThat(names(attempt)).containsExactly("journal");
        assertThat(staging.usedBytes()).isZero();
        restart();
        assertThat(staging.attempts().get(0).end()).hasValue(failed());
        assertThatThrownBy(() -> staging.attempts().get(0).beginSegment(2, 10))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRemovedAttemptLeavesNothingBehindAndItsSegmentsAreGone() throws Exception {
        StagedAttempt attempt = staging.begin(request, ATTEMPT);
        put(attempt, 1, "one");
        SegmentFile list = attempt.beginList(4);
        list.write(bytes("list"));
        list.commit(sha256("list"));
        assertThat(staging.list(attempt.snapshot(), ATTEMPT)).isInstanceOf(Held.class);

        staging.remove(attempt);

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(directory.resolve("lock"));
        }
        assertThat(staging.segment(attempt.snapshot(), ATTEMPT, 1)).isEqualTo(new Gone());
        assertThat(staging.list(attempt.snapshot(), ATTEMPT)).isEqualTo(new Gone());
        assertThat(staging.usedBytes()).isZero();
    }

    @Test
    void twoProcessesCannotUseOneDirectory() {
        assertThatThrownBy(() -> Staging.open(directory, QUOTA, Duration.ofMinutes(1), clock))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is used by another process");
    }

    @Test
    void whatIsNotOursIsLeftAlone() throws Exception {
        Files.writeString(directory.resolve("important.txt"), "not ours");

        restart();

        assertThat(directory.resolve("important.txt")).hasContent("not ours");
    }

    private List<String> names(StagedAttempt attempt) throws IOException {
        try (Stream<Path> files = Files.list(attempt.directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Event<DumpFailed> failed() {
        DumpRequested asked = request.data();
        return Event.of(
                Role.DUMP, Requests.DUE, new DumpFailed(asked.order(), ATTEMPT, "tool-failed", "exit 1", true, false));
    }

    private static void put(StagedAttempt attempt, int number, String content) throws IOException {
        SegmentFile file = attempt.beginSegment(number, 100);
        file.write(bytes(content));
        file.close();
        file.commit(sha256(content));
    }

    private static ByteBuffer bytes(String content) {
        return ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(String content) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }
}
