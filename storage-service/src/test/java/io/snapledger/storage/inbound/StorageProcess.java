package io.snapledger.storage.inbound;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.snapledger.storage.SampleAttempt;
import io.snapledger.storage.ScriptedWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What the service needs around it: a data directory, a directory as repository, and a worker. */
public final class StorageProcess implements QuarkusTestResourceLifecycleManager {

    static ScriptedWorker worker;
    static Path repository;
    private Path directory;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("snapledger-storage-");
            repository = directory.resolve("repository");
            worker = new ScriptedWorker();
            Map<String, String> settings = new HashMap<>();
            settings.put("snapledger.installation", SampleAttempt.INSTALLATION);
            settings.put("snapledger.data-directory", directory.resolve("data").toString());
            settings.put("snapledger.internal.token", ScriptedWorker.TOKEN);
            settings.put("snapledger.repositories.main.kind", "directory");
            settings.put("snapledger.repositories.main.path", repository.toString());
            settings.put("snapledger.storage.workers.dump-1", worker.address().toString());
            settings.put("quarkus.http.test-port", "0");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        worker.close();
        try (Stream<Path> left = Files.walk(directory)) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("left behind: " + directory, e);
        }
    }
}
