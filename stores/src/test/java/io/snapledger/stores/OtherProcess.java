package io.snapledger.stores;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * A restore in a JVM of its own, whose last stream stalls in its middle, so that it can be killed there. The snapshot's
 * content goes to it as JSON, as through a manifest.
 */
final class OtherProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedReader output;
    private final String mark;

    private OtherProcess(Process process, String mark) {
        this.process = process;
        this.mark = mark;
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** What the other process is told. */
    record Task(
            String kind,
            Map<String, String> store,
            Map<String, String> options,
            SnapshotContent content,
            String scratch) {}

    /** @param stalling in the middle of which stream it stops */
    static OtherProcess restoring(
            Path scratch, RestoreTarget target, SnapshotContent content, KeptStreams kept, String stalling)
            throws IOException {
        Path directory = Files.createDirectories(scratch.resolve("other"));
        for (Map.Entry<String, byte[]> stream : kept.all().entrySet()) {
            Files.write(directory.resolve(stream.getKey()), stream.getValue());
        }
        Path task = scratch.resolve("task.json");
        JSON.writeValue(
                task.toFile(),
                new Task(
                        target.store().kind(),
                        target.store().options(),
                        target.options(),
                        content,
                        scratch.resolve("other-tools").toString()));
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                task.toString(),
                directory.toString(),
                stalling);
        String mark = UUID.randomUUID().toString();
        builder.environment().put("TMPDIR", scratch.resolve(mark).toString()); // tools inherit it: they can be found
        builder.redirectErrorStream(true);
        return new OtherProcess(builder.start(), mark);
    }

    void awaitStalledIn(String stream) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("stalled in " + stream)) {
                return;
            }
            said.append(line).append('\n');
        }
        throw new IllegalStateException("the other process ended: " + said);
    }

    void killNine() {
        process.destroyForcibly();
    }

    /** Whether no process is left of those that the other one had started, nor itself. */
    boolean leftNoProcess() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return !process.isAlive()
                    && processes
                            .filter(path -> path.getFileName().toString().matches("\\d+"))
                            .noneMatch(this::isOfTheOther);
        }
    }

    private boolean isOfTheOther(Path processDirectory) {
        try {
            return Files.readString(processDirectory.resolve("environ"), StandardCharsets.ISO_8859_1)
                    .contains(mark);
        } catch (IOException e) {
            return false; // it ended just now
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The other process. */
    public static void main(String[] args) throws Exception {
        Task task = JSON.readValue(Path.of(args[0]).toFile(), Task.class);
        Path directory = Path.of(args[1]);
        StoreEngine engine = StoreEngines.load(new EngineContext(
                        new io.snapledger.stores.command.LocalCommandRunner(Path.of(task.scratch())),
                        Clock.systemUTC()))
                .of(task.kind());
        String stalling = args[2];
        engine.restore(
                new RestoreRequest(
                        "restore-1",
                        new RestoreTarget(new StoreDefinition("other", task.kind(), task.store()), task.options()),
                        task.content(),
                        false,
                        Clock.systemUTC().instant().plus(Duration.ofMinutes(3))),
                name -> {
                    byte[] bytes = Files.readAllBytes(directory.resolve(name));
                    return name.equals(stalling)
                            ? new SequenceInputStream(
                                    new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length / 2)), new Stall(name))
                            : new ByteArrayInputStream(bytes);
                },
                Progress.IGNORED);
    }

    /** Says that it was reached, and waits for ever. */
    private static final class Stall extends InputStream {

        private final String stream;

        private Stall(String stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            System.out.println("stalled in " + stream);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }
}
