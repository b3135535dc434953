package io.snapledger.stores.redis;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An engine, and servers that a test starts. */
abstract class RedisFixture {

    static final String RESTORE = "restore-7";

    @TempDir
    Path scratch;

    RedisEngine engine;
    private LocalCommandRunner commands;

    @BeforeEach
    void startEngine() throws Exception {
        Assumptions.assumeTrue(RedisServer.isAvailable(), "no Redis server is installed");
        commands = new LocalCommandRunner(scratch);
        engine = new RedisEngine(new EngineContext(commands, Clock.systemUTC()));
    }

    @AfterEach
    void stopEngine() throws Exception {
        if (commands != null) {
            commands.close();
        }
    }

    /** @param options names and values */
    static StoreDefinition store(RedisServer server, String... options) {
        Map<String, String> all = new HashMap<>();
        all.put("port", Integer.toString(server.port()));
        all.put("password", RedisServer.PASSWORD);
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new StoreDefinition("store", RedisEngine.KIND, all);
    }

    static RestoreTarget target(RedisServer server) {
        return new RestoreTarget(store(server), Map.of());
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

    static Object ask(RedisServer server, String... words) throws Exception {
        try (TestClient client = server.client()) {
            return client.ask(words);
        }
    }

    static List<?> keys(RedisServer server, int database) throws Exception {
        try (TestClient client = server.client()) {
            client.ask("SELECT", Integer.toString(database));
            return client.list("KEYS", "*");
        }
    }
}
