package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.StoreException.Reason;
import io.snapledger.testkit.compare.Outcome;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The law of {@link StoreEngine} about calls that do not end well: what is told, what became of the target, what stays behind. */
public abstract class StoreTroubleContract extends StoreDescriptionContract {

    /** The target is what it was, and a look at it after the restore says so. */
    private void assertTargetIsAsItWas(String before) throws Exception {
        assertThat(fingerprintOfTarget()).isEqualTo(before);
        assertThat(engine.aftermath(target(), RESTORE))
                .isEqualTo(new Aftermath(Aftermath.Change.NONE, List.of(), List.of()));
    }

    @Test
    void aRefusedRestoreHasChangedNothing() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        occupyTarget();
        String before = fingerprintOfTarget();
        assertThat(engine.plan(target(), content).fresh()).isFalse();

        StoreException refused =
                catchThrowableOfType(StoreException.class, () -> restore(content, kept.source(), false));

        assertThat(refused.reason()).isEqualTo(Reason.NOT_FRESH);
        assertTargetIsAsItWas(before);
        assertEvidenceHolds(restore(content, kept.source(), true));
    }

    @Test
    void damageInAnyStreamLeavesTheTargetAsItWas() throws Exception {
        needs(Capability.PROVES_FIRST);
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        occupyTarget();
        String before = fingerprintOfTarget();

        for (StreamContent stream : readByARestore(content)) {
            for (int at : List.of(0, 1, (int) stream.bytes() / 2, (int) stream.bytes() - 1, (int) stream.bytes())) {
                assertThatThrownBy(() -> restore(content, kept.damaged(stream.name(), at), true))
                        .as("damage at byte %s of %s", at, stream.name())
                        .isInstanceOf(IOException.class)
                        .hasMessage("planted damage");
                assertTargetIsAsItWas(before);
            }
        }
    }

    @Test
    void aCutStreamIsRefusedAndLeavesTheTargetAsItWas() throws Exception {
        needs(Capability.PROVES_FIRST);
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        occupyTarget();
        String before = fingerprintOfTarget();

        for (StreamContent stream : readByARestore(content)) {
            for (int at : List.of(0, 1, (int) stream.bytes() / 2, (int) stream.bytes() - 1)) {
                assertThatThrownBy(() -> restore(content, kept.cut(stream.name(), at), true))
                        .as("%s cut at byte %s", stream.name(), at)
                        .isInstanceOf(StoreException.class);
                assertTargetIsAsItWas(before);
            }
        }
    }

    @Test
    void whatIsNotWhatTheEvidenceSaysIsNotSwappedIn() throws Exception {
        needs(Capability.PROVES_FIRST);
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        occupyTarget();
        String before = fingerprintOfTarget();

        StoreException different = catchThrowableOfType(
                StoreException.class, () -> restore(withOneFactChanged(content), kept.source(), true));

        assertThat(different.reason()).isEqualTo(Reason.DIFFERENT);
        assertTargetIsAsItWas(before);
    }

    /** A fact whose change no tool can notice before the comparison. */
    private SnapshotContent withOneFactChanged(SnapshotContent content) {
        SortedMap<String, String> facts = new TreeMap<>(content.evidence().facts());
        String fact = factThatIsCompared(content.evidence());
        facts.put(fact, facts.get(fact) + "1");
        return new SnapshotContent(
                content.kind(),
                content.toolVersion(),
                content.serverVersion(),
                content.streams(),
                new Evidence(facts),
                content.objects(),
                content.details(),
                content.notIncluded());
    }

    /** A fact that nothing but the comparison of the evidence looks at. */
    protected String factThatIsCompared(Evidence evidence) {
        return evidence.facts().firstKey();
    }

    @Test
    void aRestoreKilledInTheMiddleIsToldAndIsWipedByTheNextTry() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        String before = fingerprintOfTarget();
        List<StreamContent> streams = readByARestore(content);
        StreamContent last = streams.get(streams.size() - 1);
        try (OtherProcess other = OtherProcess.restoring(scratch, target(), content, kept, last.name())) {
            other.awaitStalledIn(last.name());
            other.killNine();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(other::leftNoProcess);
        }
        Aftermath aftermath = engine.aftermath(target(), RESTORE);
        assertThat(aftermath.left()).isNotEmpty();
        if (has(Capability.PROVES_FIRST)) {
            assertThat(aftermath.change()).isEqualTo(Aftermath.Change.NONE);
        }

        RestoreReport report = restore(content, kept.source(), false);

        assertEvidenceHolds(report);
        assertThat(compareIndependently()).matches(Outcome::isEqual);
        assertThat(fingerprintOfTarget()).isNotEqualTo(before);
        assertThat(engine.aftermath(target(), RESTORE).left()).isEmpty();
    }

    @Test
    void anInterruptEndsADumpAtOnce() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        assertInterruptEnds(
                writing, () -> engine.dump(new DumpRequest(source(), soon()), name -> new StalledStream(writing)));
    }

    @Test
    void anInterruptEndsARestoreAtOnceAndLeavesTheTargetAsItWas() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        occupyTarget();
        String before = fingerprintOfTarget();
        for (StreamContent stream : readByARestore(content)) {
            CountDownLatch reading = new CountDownLatch(1);

            assertInterruptEnds(reading, () -> restore(content, kept.stalled(stream.name(), reading), true));

            if (has(Capability.PROVES_FIRST)) {
                assertTargetIsAsItWas(before);
            }
        }
    }

    private interface Call {
        Object run() throws Exception;
    }

    private static void assertInterruptEnds(CountDownLatch isInTheMiddle, Call call) throws Exception {
        FutureTask<Throwable> outcome = new FutureTask<>(() -> catchThrowable(call::run));
        Thread thread = new Thread(outcome);
        thread.start();
        assertThat(isInTheMiddle.await(60, TimeUnit.SECONDS)).isTrue();

        thread.interrupt();

        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void aFailingSinkEndsTheDumpWithItsOwnExceptionWhereverItFails() {
        IOException full = new IOException("staging is full");
        assertThatThrownBy(() -> engine.dump(new DumpRequest(source(), soon()), name -> {
                    throw full;
                }))
                .isSameAs(full);
        assertThatThrownBy(() -> engine.dump(new DumpRequest(source(), soon()), name -> new Full(full, 20_000)))
                .isSameAs(full);
        assertThatThrownBy(() -> engine.dump(new DumpRequest(source(), soon()), name -> new Full(full, Long.MAX_VALUE)))
                .as("a close that fails")
                .isSameAs(full);
    }

    /** Takes so many bytes and no more, and cannot be closed. */
    private static final class Full extends OutputStream {

        private final IOException failure;
        private long left;

        Full(IOException failure, long left) {
            this.failure = failure;
            this.left = left;
        }

        @Override
        public void write(int b) throws IOException {
            if (--left < 0) {
                throw failure;
            }
        }

        @Override
        public void close() throws IOException {
            throw failure;
        }
    }

    @Test
    void aDumpWhoseTimeRunsOutSaysSo() {
        assertDeadline(() -> engine.dump(
                new DumpRequest(source(), Clock.systemUTC().instant().plusSeconds(2)),
                name -> new FilterOutputStream(OutputStream.nullOutputStream()) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        pause();
                    }
                }));
    }

    @Test
    void aRestoreWhoseTimeRunsOutSaysSoAndLeavesTheTargetAsItWas() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        occupyTarget();
        String before = fingerprintOfTarget();

        assertDeadline(() -> engine.restore(
                new RestoreRequest(
                        RESTORE,
                        target(),
                        content,
                        true,
                        Clock.systemUTC().instant().plusSeconds(2)),
                name -> new java.io.FilterInputStream(kept.source().open(name)) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        pause();
                        return super.read(bytes, offset, Math.min(length, 10_000));
                    }
                },
                Progress.IGNORED));

        if (has(Capability.PROVES_FIRST)) {
            assertTargetIsAsItWas(before);
        }
    }

    private static void assertDeadline(Call call) {
        long began = System.nanoTime();
        StoreException late = catchThrowableOfType(StoreException.class, call::run);
        assertThat(late.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException();
        }
    }

    @Test
    void aSourceThatIsGoneIsUnreachable() throws Exception {
        removeSource();
        assertThat(engine.probe(source()).reachable()).isFalse();
        StoreException gone = catchThrowableOfType(StoreException.class, () -> dump(new KeptStreams()));
        assertThat(gone.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(gone.isTransient()).isTrue();
    }
}
