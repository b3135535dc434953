package io.snapledger.repository.write;

import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.attempt;
import static io.snapledger.repository.Samples.facts;
import static io.snapledger.repository.Samples.noise;
import static io.snapledger.repository.Samples.snapshot;
import static io.snapledger.repository.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.snapledger.repository.format.ChunkSizes;
import io.snapledger.repository.format.Sha256;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.memory.MemoryStaging;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.WritableByteChannel;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotWriterTest {

    private final StoreKey key = StoreKey.random(new SecureRandom());

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("snapshot-" + snapshot(1)));
    }

    @Test
    void aFailureOfTheSinkReachesWhoeverWrites() {
        SegmentSink full = new Failing(new IOException("No space left on device"));
        try (SnapshotWriter writer = open(full)) {
            OutputStream out = stream(writer);

            assertThatThrownBy(() -> writeForEver(out))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device")
                    .hasRootCauseMessage("No space left on device");
            assertThatThrownBy(() -> writer.seal(facts(snapshot(1)))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anErrorOfTheSinkIsNoShorterSnapshot() throws IOException {
        SegmentSink broken = new Failing(new OutOfMemoryError("test"));
        try (SnapshotWriter writer = open(broken)) {
            try (OutputStream out = writer.stream("data")) {
                out.write(noise(100_000, 1));
            }
            assertThatThrownBy(() -> writer.seal(facts(snapshot(1))))
                    .isInstanceOf(IOException.class)
                    .hasRootCauseInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void aStreamThatWasNotClosedCannotBeSealed() throws IOException {
        try (SnapshotWriter writer = open(new MemoryStaging())) {
            OutputStream out = writer.stream("data");
            out.write(noise(100_000, 1));

            assertThatThrownBy(() -> writer.seal(facts(snapshot(1))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("'data' was not closed");
        }
    }

    @Test
    void namesAreUniqueAndSafe() throws IOException {
        try (SnapshotWriter writer = open(new MemoryStaging())) {
            writer.stream("data").close();

            assertThatThrownBy(() -> writer.stream("data")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.stream("../data")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aSinkWithoutRoomStopsTheCallerAndAnAbortFreesBoth() throws Exception {
        Blocking blocking = new Blocking();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        SnapshotWriter writer = open(blocking);
        OutputStream out = writer.stream("data");
        Thread caller = new Thread(() -> {
            try {
                writeForEver(out);
            } catch (IOException e) {
                thrown.set(e);
            }
        });
        caller.start();
        await().untilAsserted(() -> assertThat(caller.getState()).isEqualTo(Thread.State.WAITING));
        long read = writer.progress().bytesRead();

        writer.abort();
        caller.join();

        assertThat(thrown.get()).hasMessageContaining("aborted");
        assertThat(read).isLessThan(20_000_000);
        assertThat(blocking.calls.get()).isEqualTo(1);
    }

    @Test
    void anInterruptEndsTheCallerAndTheSnapshot() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        try (SnapshotWriter writer = open(new Blocking())) {
            OutputStream out = writer.stream("data");
            Thread caller = new Thread(() -> {
                try {
                    writeForEver(out);
                } catch (IOException e) {
                    thrown.set(e);
                }
            });
            caller.start();
            await().untilAsserted(() -> assertThat(caller.getState()).isEqualTo(Thread.State.WAITING));

            caller.interrupt();
            caller.join();

            assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
            assertThatThrownBy(() -> writer.stream("more")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theSameChunksAreStoredOnceAndCounted() throws Exception {
        try (SnapshotWriter writer = open(new MemoryStaging())) {
            byte[] same = noise(2_000_000, 3);
            for (String name : new String[] {"one", "two", "three"}) {
                try (OutputStream out = writer.stream(name)) {
                    out.write(same);
                }
            }
            SealedSnapshot sealed = writer.seal(facts(snapshot(1)));

            WriterProgress progress = writer.progress();
            assertThat(sealed.bytesRead()).isEqualTo(6_000_000).isEqualTo(progress.bytesRead());
            assertThat(sealed.bytesStored()).isLessThan(2_050_000).isEqualTo(progress.bytesStored());
            assertThat(progress.bytesKnown()).isEqualTo(4_000_000);
            assertThat(progress.segments()).isEqualTo(sealed.segments());
        }
    }

    @Test
    void streamsMayBeWrittenAtOnce() throws Exception {
        MemoryStaging staging = new MemoryStaging();
        try (SnapshotWriter writer = open(staging)) {
            Thread[] threads = new Thread[3];
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            for (int i = 0; i < threads.length; i++) {
                byte[] content = text(3_000_000, i);
                OutputStream out = writer.stream("stream-" + i);
                threads[i] = new Thread(() -> {
                    try (out) {
                        for (int at = 0; at < content.length; at += 1000) {
                            out.write(content, at, 1000);
                        }
                    } catch (IOException e) {
                        thrown.set(e);
                    }
                });
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            SealedSnapshot sealed = writer.seal(facts(snapshot(1)));

            assertThat(thrown.get()).isNull();
            assertThat(sealed.streams())
                    .extracting(SealedSnapshot.Stream::sha256)
                    .containsExactly(
                            Sha256.hex(text(3_000_000, 0)),
                            Sha256.hex(text(3_000_000, 1)),
                            Sha256.hex(text(3_000_000, 2)));
        }
    }

    private SnapshotWriter open(SegmentSink sink) {
        return SnapshotWriter.open(
                STORE,
                snapshot(1),
                attempt(1),
                key,
                BaseIndex.none(),
                sink,
                new WriterOptions(ChunkSizes.STANDARD, 2, 2, 1 << 20));
    }

    private static OutputStream stream(SnapshotWriter writer) {
        try {
            return writer.stream("data");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void writeForEver(OutputStream out) throws IOException {
        for (long seed = 0; seed < 1000; seed++) {
            out.write(noise(200_000, seed));
        }
        throw new AssertionError("200 MB were taken");
    }

    private record Failing(Throwable failure) implements SegmentSink {
        @Override
        public WritableByteChannel begin(int number) throws IOException {
            if (failure instanceof IOException e) {
                throw e;
            }
            throw (Error) failure;
        }

        @Override
        public void staged(int number, long length, String sha256) {}

        @Override
        public void list(byte[] list, String sha256) {}
    }

    private static final class Blocking implements SegmentSink {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public WritableByteChannel begin(int number) throws InterruptedException {
            calls.incrementAndGet();
            new CountDownLatch(1).await();
            return null;
        }

        @Override
        public void staged(int number, long length, String sha256) {
            calls.incrementAndGet();
        }

        @Override
        public void list(byte[] list, String sha256) {
            calls.incrementAndGet();
        }
    }
}
