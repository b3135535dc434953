package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.broker.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The services of one machine, begun and ended by the command, and the command line that calls them. */
final class Machine implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final int STOP_SECONDS = 60;

    private final Program program;
    private final int port = FreePort.choose();
    private Program.Running services;

    Machine(Path work) throws IOException {
        this(work, Map.of());
    }

    /**
     * @param work the data lie in {@code data} of it, and the command line runs in {@code user} of it
     * @param environment of services and commands, beside what this process has
     */
    Machine(Path work, Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("SNAPLEDGER_URL", "http://127.0.0.1:" + port);
        program = new Program(work.resolve("user"), all);
    }

    /** Starts the services and waits until all are ready. */
    Machine up(String options) throws IOException {
        services = program.begin("snapledger up --data-dir ../data --port " + port + " --kafka-port 0 " + options);
        await().atMost(START).pollInterval(Duration.ofSeconds(1)).until(() -> {
            assertThat(services.process().isAlive())
                    .describedAs(services.said())
                    .isTrue();
            // 1: up, and something is at risk, such as a store that is not there
            return program.run("snapledger status").exit() <= 1;
        });
        return this;
    }

    /** Stops them as a system does, and tells how they ended and what they said. */
    Program.Ended down() throws IOException, InterruptedException {
        services.process().destroy();
        if (!services.process().waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            services.process().destroyForcibly().waitFor();
            throw new AssertionError("not stopped after " + STOP_SECONDS + " s: " + Files.readString(services.out()));
        }
        return services.ended();
    }

    /** An address of the services. */
    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    Program.Running begin(String command) throws IOException {
        return program.begin(command);
    }

    Program.Ended run(String command) throws IOException, InterruptedException {
        return program.run(command);
    }

    /** Runs a command that must end with this exit code; returns all that it said. */
    String said(int exit, String command) throws IOException, InterruptedException {
        Program.Ended ended = program.run(command);
        assertThat(ended.exit())
                .describedAs(command + "\n" + ended.out() + ended.err())
                .isEqualTo(exit);
        return ended.out() + ended.err();
    }

    @Override
    public void close() throws Exception {
        if (services != null && services.process().isAlive()) {
            down();
        }
    }
}
