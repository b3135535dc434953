package io.snapledger.stores.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.command.LocalCommandRunner;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An engine, and members that a test starts. */
abstract class EtcdFixture {

    static final String RESTORE = "restore-7";

    @TempDir
    Path scratch;

    EtcdEngine engine;
    private LocalCommandRunner commands;

    @BeforeEach
    void startEngine() throws Exception {
        Assumptions.assumeTrue(EtcdServer.isAvailable(), "no etcd is installed");
        commands = new LocalCommandRunner(scratch.resolve("tools"));
        engine = new EtcdEngine(new EngineContext(commands, Clock.systemUTC()));
    }

    @AfterEach
    void stopEngine() throws Exception {
        if (commands != null) {
            commands.close();
        }
    }

    /** @param options names and values */
    static StoreDefinition store(EtcdServer server, String... options) {
        return store(server.port(), options);
    }

    static StoreDefinition store(int port, String... options) {
        return new StoreDefinition(
                "store", EtcdEngine.KIND, options(new HashMap<>(Map.of("port", Integer.toString(port))), options));
    }

    static Map<String, String> options(Map<String, String> all, String... options) {
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return all;
    }

    /** @param options of the restore, names and values */
    static RestoreTarget into(StoreDefinition store, String... options) {
        return new RestoreTarget(store, options(new HashMap<>(), options));
    }

    static Instant soon() {
        return Clock.systemUTC().instant().plus(Duration.ofMinutes(3));
    }

    DumpReport dump(StoreDefinition store, KeptStreams kept) throws Exception {
        return engine.dump(new DumpRequest(store, soon()), kept.sink());
    }

    RestoreReport restore(RestoreTarget target, SnapshotContent content, StreamSource source, boolean replace)
            throws Exception {
        return engine.restore(new RestoreRequest(RESTORE, target, content, replace, soon()), source, Progress.IGNORED);
    }

    void assertHolds(RestoreTarget target, RestoreReport report) throws Exception {
        Evidence actual = engine.evidence(target, Optional.of(report.expected()));
        assertThat(Evidence.differences(report.expected(), actual)).isEmpty();
    }
}
