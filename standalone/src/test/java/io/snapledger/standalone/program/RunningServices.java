package io.snapledger.standalone.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.events.broker.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The services of one machine with one store {@code project} of files, all below one directory, and commands that ask them. */
final class RunningServices implements AutoCloseable {

    final Path tree;
    final Path data;
    final Path repository;
    final Path key;

    private final Program program;
    private final Program.Running services;

    /** Starts them and waits until they are ready. */
    RunningServices(Path work) throws Exception {
        tree = Files.createDirectories(work.resolve("tree"));
        data = work.resolve("data");
        repository = data.resolve("repository");
        key = work.resolve("data.recovery-key");
        int port = FreePort.choose();
        program = new Program(work.resolve("user"), Map.of("SNAPLEDGER_URL", "http://127.0.0.1:" + port));
        services = program.begin("snapledger up --data-dir " + data + " --port " + port
                + " --kafka-port 0 --store project=files:" + tree);
        await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    assertThat(services.process().isAlive())
                            .describedAs(services.said())
                            .isTrue();
                    return Files.readString(services.out()).contains("is ready");
                });
    }

    boolean live() {
        return services.process().isAlive();
    }

    /** Runs a command of the client and expects its exit code; what it printed, stderr behind stdout. */
    String run(int exit, String command) throws Exception {
        Program.Ended ended = program.run("snapledger " + command);
        assertThat(ended.exit())
                .describedAs(command + "\n" + ended.out() + ended.err())
                .isEqualTo(exit);
        return ended.out() + ended.err();
    }

    @Override
    public void close() throws Exception {
        services.process().destroy();
        if (!services.process().waitFor(60, TimeUnit.SECONDS)) {
            services.process().destroyForcibly().waitFor();
        }
    }
}
