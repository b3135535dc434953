package io.snapledger.restore.wiring;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.directory.DirectoryBackend;
import io.snapledger.repository.keys.KeyDirectory;
import io.snapledger.restore.StoredSnapshots;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.testkit.kafka.TestSeal;
import io.snapledger.testkit.samples.SampleTree;
import io.snapledger.testkit.storage.StorageHttpDouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tree of files, keys, and a directory repository with one snapshot of the tree; what a restore-service finds around it. */
public final class RestorePremises implements QuarkusTestResourceLifecycleManager {

    public static final String DIRECTORY = "test.directory";
    public static final String TOKEN = TestSeal.TOKEN;
    static final Instant DUE = Instant.parse("2026-11-21T00:00:00Z");

    private Path directory;
    private DirectoryBackend backend;
    private StorageHttpDouble storage;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("snapledger-restore-test");
            Path tree = new SampleTree(directory.resolve("project"), 7).fill(200_000);
            Path token = Files.writeString(directory.resolve("token"), TOKEN);
            KeyDirectory keys = KeyDirectory.initialise(
                    directory.resolve("keys"), directory.resolve("recovery-key"), new SecureRandom());
            backend = DirectoryBackend.open(directory.resolve("repository"), true);
            BackendRepository repository = new BackendRepository("main", backend);
            repository.initialise("test", new SecureRandom(), Clock.systemUTC());
            dump(tree, new StoredSnapshots(backend, keys.recipients()));
            storage = new StorageHttpDouble(repository, TOKEN);
            return Map.ofEntries(
                    Map.entry(DIRECTORY, directory.toString()),
                    Map.entry("quarkus.http.test-port", "0"),
                    Map.entry("snapledger.installation", "test"),
                    Map.entry(
                            "snapledger.data-directory",
                            directory.resolve("data").toString()),
                    Map.entry(
                            "snapledger.keys.directory",
                            directory.resolve("keys").toString()),
                    Map.entry("snapledger.internal.token-file", token.toString()),
                    Map.entry("snapledger.storage-url", storage.url()),
                    Map.entry("snapledger.repositories.main.kind", "directory"),
                    Map.entry("snapledger.stores.project.kind", "files"),
                    Map.entry("snapledger.stores.project.path", tree.toString()),
                    Map.entry("snapledger.plans.nightly.stores", "project"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void dump(Path tree, StoredSnapshots snapshots) throws IOException {
        StoreDefinition store = new StoreDefinition("project", "files", Map.of("path", tree.toString()));
        Map<String, ByteArrayOutputStream> streams = new TreeMap<>();
        try (LocalCommandRunner commands = new LocalCommandRunner(directory.resolve("tools"))) {
            DumpReport report = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                    .of("files")
                    .dump(
                            new DumpRequest(store, Clock.systemUTC().instant().plusSeconds(60)),
                            name -> streams.computeIfAbsent(name, any -> new ByteArrayOutputStream()));
            Map<String, byte[]> bytes = streams.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, stream -> stream.getValue().toByteArray()));
            snapshots.store("project", DUE, bytes, report.content(), List.of("project"));
        } catch (io.snapledger.stores.StoreException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void stop() {
        if (storage != null) {
            storage.close();
        }
        if (backend != null) {
            backend.close();
        }
        if (directory != null) {
            delete(directory);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
