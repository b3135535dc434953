package io.snapledger.catalog.inbound;

import static java.util.Map.entry;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.snapledger.repository.DecidedSnapshot;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.repository.http.RepositoryBodies;
import io.snapledger.testkit.kafka.TestSeal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A data directory, and the part of storage-service that lists decisions. */
public final class CatalogSurroundings implements QuarkusTestResourceLifecycleManager {

    /** What the repository `main` has decided. */
    static final List<Decision> DECISIONS = new CopyOnWriteArrayList<>();

    /** What stands there instead of decisions. */
    static final List<UnreadableDecision> UNREADABLE = new CopyOnWriteArrayList<>();

    private HttpServer storage;
    private Path data;

    @Override
    public Map<String, String> start() {
        DECISIONS.clear();
        UNREADABLE.clear();
        try {
            data = Files.createTempDirectory("snapledger-catalog-");
            storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            storage.createContext("/internal/repositories/main/", exchange -> {
                boolean allowed = ("Bearer " + TestSeal.TOKEN)
                        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
                byte[] body = allowed ? answer(exchange.getRequestURI().getPath()) : new byte[0];
                exchange.sendResponseHeaders(allowed ? 200 : 401, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            storage.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.ofEntries(
                entry("snapledger.data-directory", data.toString()),
                entry(
                        "snapledger.storage-url",
                        "http://127.0.0.1:" + storage.getAddress().getPort()),
                entry("snapledger.internal.token", TestSeal.TOKEN),
                entry("snapledger.repositories.main.kind", "directory"),
                entry("snapledger.catalog.stream-heartbeat", "PT1S"),
                entry("quarkus.log.category.\"org.apache.kafka\".level", "WARN"),
                entry("quarkus.log.category.\"kafka\".level", "WARN"),
                entry("quarkus.log.category.\"state.change.logger\".level", "WARN"));
    }

    private static byte[] answer(String path) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        if (path.endsWith("/decided")) {
            lines.writeBytes(RepositoryBodies.writeDecided(DECISIONS.stream()
                    .map(Decision::subject)
                    .map(subject -> new DecidedSnapshot(subject.store(), subject.snapshot()))
                    .toList()));
            UNREADABLE.forEach(it -> lines.writeBytes(RepositoryBodies.writeUnreadable(it)));
        } else {
            DECISIONS.stream()
                    .filter(it -> path.endsWith("/" + it.subject().snapshot()))
                    .forEach(it -> lines.writeBytes(DecisionCodec.write(it)));
        }
        return lines.toByteArray();
    }

    @Override
    public void stop() {
        storage.stop(0);
        try (Stream<Path> all = Files.walk(data)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
