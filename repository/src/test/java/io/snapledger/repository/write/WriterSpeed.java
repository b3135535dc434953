package io.snapledger.repository.write;

import io.snapledger.repository.Samples;
import io.snapledger.repository.keys.StoreKey;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How fast is the pipeline? Run it with a small heap, as dump-service runs:
 * {@code java -Xmx128m -cp … io.snapledger.repository.write.WriterSpeed text|noise|<file> [MiB]}.
 */
public final class WriterSpeed {

    private WriterSpeed() {}

    public static void main(String[] args) throws Exception {
        String what = args.length > 0 ? args[0] : "text";
        long wanted = (args.length > 1 ? Long.parseLong(args[1]) : 1024) << 20;
        Path staging = Files.createTempDirectory("writer-speed");
        try {
            for (int round = 1; round <= 2; round++) {
                run(what, wanted, staging, round);
            }
        } finally {
            try (Stream<Path> files = Files.walk(staging)) {
                files.sorted(Comparator.reverseOrder()).forEach(WriterSpeed::delete);
            }
        }
    }

    private static void run(String what, long wanted, Path staging, int round) throws Exception {
        long cpu = cpu();
        long start = System.nanoTime();
        SealedSnapshot sealed;
        try (SnapshotWriter writer = SnapshotWriter.open(
                Samples.STORE,
                Samples.snapshot(round),
                Samples.attempt(round),
                StoreKey.random(new SecureRandom()),
                BaseIndex.none(),
                new FsyncedFiles(staging, round),
                WriterOptions.DEFAULT)) {
            try (OutputStream out = writer.stream("data")) {
                fill(what, wanted, out);
            }
            sealed = writer.seal(Samples.facts(Samples.snapshot(round)));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s round %d: %.2f GB in %.2f s = %.2f GB/s, cpu %.2f s, stored %.3f GB%n",
                what,
                round,
                sealed.bytesRead() / 1e9,
                seconds,
                sealed.bytesRead() / 1e9 / seconds,
                (cpu() - cpu) / 1e9,
                sealed.bytesStored() / 1e9);
    }

    /** From a ring of 64 MiB, each time shifted, so that making it costs nothing and nothing is known. */
    private static void fill(String what, long wanted, OutputStream out) throws IOException {
        if (Files.isRegularFile(Path.of(what))) {
            Files.copy(Path.of(what), out);
            return;
        }
        byte[] ring = what.equals("text") ? Samples.text(8 << 20, 1) : Samples.noise(8 << 20, 1);
        byte[] piece = new byte[64 << 10];
        for (long done = 0; done < wanted; done += piece.length) {
            int lap = (int) (done / ring.length);
            System.arraycopy(ring, (int) (done % ring.length), piece, 0, piece.length);
            for (int i = lap % 97; i < piece.length; i += 997) { // no lap is like the one before
                piece[i] = (byte) ('a' + (lap + i) % 26);
            }
            out.write(piece, 0, piece.length);
        }
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files, fsynced one by one. */
    private record FsyncedFiles(Path directory, int round) implements SegmentSink {

        private Path path(int number) {
            return directory.resolve(round + "-" + number);
        }

        @Override
        public WritableByteChannel begin(int number) throws IOException {
            return FileChannel.open(path(number), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }

        @Override
        public void staged(int number, long length, String sha256) throws IOException {
            try (FileChannel channel = FileChannel.open(path(number))) {
                channel.force(true);
            }
        }

        @Override
        public void list(byte[] list, String sha256) throws IOException {
            Files.write(directory.resolve(round + "-list"), list);
        }
    }
}
