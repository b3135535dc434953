package io.snapledger.dump;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Streams that are open at once, each written by a thread of its own, block by block in step with the others. */
final class FakeStreams {

    private static final int BLOCK = 40_000;

    private FakeStreams() {}

    static String name(int number) {
        return "part-" + number + ".fake";
    }

    static DumpReport dump(int count, int bytes, StreamSink sink) throws IOException, InterruptedException {
        List<OutputStream> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            open.add(sink.open(name(i)));
        }
        CyclicBarrier inStep = new CyclicBarrier(count);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> written = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                byte[] output = FakeStore.output(i, bytes);
                OutputStream stream = open.get(i);
                written.add(threads.submit(() -> write(output, stream, inStep)));
            }
            for (Future<?> one : written) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        return report(count, bytes);
    }

    private static Void write(byte[] output, OutputStream stream, CyclicBarrier inStep)
            throws IOException, InterruptedException, BrokenBarrierException {
        try (stream) {
            for (int at = 0; at < output.length; at += BLOCK) {
                inStep.await();
                stream.write(Arrays.copyOfRange(output, at, Math.min(output.length, at + BLOCK)));
            }
        }
        return null;
    }

    private static DumpReport report(int count, int bytes) {
        List<StreamContent> streams = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            streams.add(new StreamContent(name(i), bytes + FakeStore.TRAILER, "a part", "cat", Map.of()));
        }
        return new DumpReport(
                new SnapshotContent(
                        FakeStore.KIND,
                        "faketool 1",
                        "fake 1",
                        streams,
                        Evidence.of(Map.of("parts", Integer.toString(count))),
                        count,
                        new TreeMap<>(),
                        List.of(NotIncluded.inherent("weather", "nobody can dump it"))),
                List.of());
    }
}
