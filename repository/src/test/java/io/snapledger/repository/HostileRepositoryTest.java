package io.snapledger.repository;

import static io.snapledger.repository.Samples.NOW;
import static io.snapledger.repository.Samples.RING;
import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.attempt;
import static io.snapledger.repository.Samples.content;
import static io.snapledger.repository.Samples.facts;
import static io.snapledger.repository.Samples.noise;
import static io.snapledger.repository.Samples.snapshot;
import static io.snapledger.repository.Samples.subject;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.repository.directory.DirectoryBackend;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.memory.MemoryStaging;
import io.snapledger.repository.protocol.BaseChoice;
import io.snapledger.repository.protocol.CommitDecider;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.repository.protocol.SweepDecider;
import io.snapledger.repository.read.SnapshotReader;
import io.snapledger.repository.write.BaseIndex;
import io.snapledger.repository.write.SealedSnapshot;
import io.snapledger.repository.write.SnapshotWriter;
import io.snapledger.repository.write.WriterOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Adversary: whoever may write to a repository's directory. Each kind of object is replaced by each thing that is not it, and every reader
 * looks: it says within seconds what is wrong and names the object, or is not concerned and finds what it found before.
 */
@Timeout(120)
class HostileRepositoryTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final byte[] PLAIN = noise(200_000, 1);
    private static final PinHolder RESTORE = PinHolder.restore("r-1");
    private static final byte[] SECRET = "outside".getBytes(US_ASCII);

    @TempDir
    Path directory;

    private final StoreKey key = StoreKey.random(new SecureRandom());
    private final InstantSource clock = InstantSource.fixed(NOW);
    private Path root;
    private Path outside;
    private RepositoryBackend backend;
    private BackendRepository repository;
    private RepositoryProtocol protocol;

    private interface Reader {
        /** What it found. */
        Object look() throws Exception;
    }

    private interface Replacement {
        /** Puts something in the place of an object. */
        void at(Path object, byte[] content) throws Exception;
    }

    @BeforeEach
    void fill() throws Exception {
        root = directory.resolve("repository");
        outside = Files.write(directory.resolve("outside"), SECRET);
        backend = DirectoryBackend.open(root, true);
        repository = new BackendRepository("main", backend);
        protocol = new RepositoryProtocol(backend, clock);
        repository.initialise("installation-1", new SecureRandom(), clock);
        Samples.wrap(repository, key);
        backUp(1);
        backUp(2);
        for (int n = 1; n <= 2; n++) {
            repository.pin(new Pin(snapshot(n), RESTORE, NOW.plusSeconds(60)));
            backend.create(
                    RepositoryLayout.proof(snapshot(n)), ObjectSource.bytes(new Proof(snapshot(n), NOW).write()));
        }
        backend.create(RepositoryLayout.sweeping(snapshot(9)), ObjectSource.bytes("shop\n".getBytes(US_ASCII)));
    }

    @Test
    void everyObjectReplacedByAnythingIsRefusedByNameOrConcernsNobody() throws Exception {
        Map<String, Reader> readers = readers();
        Map<String, Object> before = new LinkedHashMap<>();
        for (String reader : readers.keySet()) {
            before.put(reader, readers.get(reader).look());
        }
        SoftAssertions all = new SoftAssertions();
        int looks = 0;
        for (Map.Entry<String, Set<String>> object : concerned().entrySet()) {
            String name = object.getKey();
            Path file = root.resolve(name);
            byte[] good = Files.readAllBytes(file);
            for (Map.Entry<String, Replacement> replacement : replacements(name).entrySet()) {
                Files.delete(file);
                replacement.getValue().at(file, good);
                for (String reader : readers.keySet()) {
                    String what = reader + " where " + name + " is " + replacement.getKey();
                    Instant begin = Instant.now();
                    Object found = look(readers.get(reader));
                    all.assertThat(Duration.between(begin, Instant.now()))
                            .as(what)
                            .isLessThan(SOON);
                    if (object.getValue().contains(reader)) {
                        all.assertThat(found)
                                .as(what)
                                .isInstanceOf(String.class)
                                .asString()
                                .contains(name);
                    } else {
                        all.assertThat(found).as(what).isEqualTo(before.get(reader));
                    }
                    looks++;
                }
                Files.delete(file);
                Files.write(file, good);
            }
        }
        all.assertAll();
        assertThat(looks).isGreaterThan(500);
        assertThat(Files.readAllBytes(outside)).isEqualTo(SECRET);
        for (String reader : readers.keySet()) {
            assertThat(readers.get(reader).look()).as(reader).isEqualTo(before.get(reader));
        }
    }

    @Test
    void aDirectoryThatIsALinkIsNeitherReadThroughNorWrittenThrough() throws Exception {
        Path away = directory.resolve("away");
        for (String part : List.of("decisions", "segments", "keys", "pins", "decisions/shop", ".tmp")) {
            Files.move(root.resolve(part), away);
            Files.createSymbolicLink(root.resolve(part), away);
            List<String> before = names(away);
            String key = part.equals(".tmp") ? "audit/1" : part + "/shop/x/y";

            for (Reader reader : readers().values()) {
                look(reader);
            }

            assertThatThrownBy(() -> backend.create(key, ObjectSource.bytes(new byte[1])))
                    .as(part)
                    .isInstanceOf(RepositoryException.class);
            assertThatThrownBy(() -> backend.delete(part.equals(".tmp") ? ".tmp/x" : key))
                    .as(part)
                    .isInstanceOfAny(RepositoryException.class, IllegalArgumentException.class);
            assertThat(names(away)).as(part).isEqualTo(before);
            Files.delete(root.resolve(part));
            Files.move(away, root.resolve(part));
        }
    }

    @Test
    void aDecisionThatCannotBeReadIsNoBaseAndTheOneBeforeIs() throws Exception {
        Path newest = root.resolve(RepositoryLayout.decision(STORE, snapshot(2)));
        Files.delete(newest);
        run("mkfifo", newest.toString());

        assertThat(BaseChoice.pinned(List.of(repository), STORE, key.epoch(), snapshot(3)))
                .map(base -> base.subject().snapshot())
                .contains(snapshot(1));
    }

    @Test
    void aPinThatCannotBeReadKeepsWhatItPins() throws Exception {
        Path pin = root.resolve(RepositoryLayout.pin(snapshot(1), RESTORE));
        Files.delete(pin);
        run("mkfifo", pin.toString());
        protocol.expire(STORE, snapshot(1), "test");

        assertThat(protocol.delete(STORE, snapshot(1))).isNotInstanceOf(SweepDecider.Outcome.Swept.class);

        assertThat(backend.stat(RepositoryLayout.segment(segment(1)))).isPresent();
    }

    @Test
    void aSweepLeavesWhatItDoesNotKnow() throws Exception {
        protocol.expire(STORE, snapshot(1), "test");
        repository.unpin(snapshot(1), RESTORE);
        Path attempt = root.resolve(RepositoryLayout.segmentsOf(STORE, snapshot(1), attempt(1)));
        Path stray = Files.write(attempt.resolve("thumbs.db"), SECRET);
        Path strange = Files.write(root.resolve(RepositoryLayout.pinsOn(snapshot(2)) + "thumbs.db"), SECRET);
        Files.createSymbolicLink(attempt.resolve("7"), outside);

        assertThat(protocol.delete(STORE, snapshot(1))).isInstanceOf(SweepDecider.Outcome.Swept.class);

        assertThat(stray).exists();
        assertThat(strange).exists();
        assertThat(outside).hasBinaryContent(SECRET);
        assertThat(names(attempt)).containsExactlyInAnyOrder("", "7", "thumbs.db");
    }

    /** Which readers must refuse each object; all others must not even notice. */
    private Map<String, Set<String>> concerned() {
        Set<String> reading = Set.of("stream", "verification");
        Map<String, Set<String>> concerned = new LinkedHashMap<>();
        concerned.put(RepositoryLayout.INFO, Set.of("description"));
        concerned.put(
                RepositoryLayout.decision(STORE, snapshot(1)), Set.of("decision", "list", "stream", "verification"));
        concerned.put(RepositoryLayout.segmentList(STORE, snapshot(1), attempt(1)), reading);
        concerned.put(RepositoryLayout.segment(segment(1)), reading);
        concerned.put(RepositoryLayout.segment(segment(2)), reading);
        concerned.put(
                RepositoryLayout.key(
                        STORE, key.epoch(), Samples.SERVICE.recipient().id()),
                Set.of("stream", "verification", "key"));
        concerned.put(RepositoryLayout.pin(snapshot(1), RESTORE), Set.of("pin"));
        concerned.put(RepositoryLayout.proof(snapshot(1)), Set.of("proof"));
        concerned.put(RepositoryLayout.sweeping(snapshot(9)), Set.of("mark"));
        return concerned;
    }

    private Map<String, Reader> readers() {
        String pin = RepositoryLayout.pin(snapshot(1), RESTORE);
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("description", repository::info);
        readers.put("decision", () -> repository.decision(STORE, snapshot(1)));
        readers.put("list", () -> {
            List<String> unreadable = new ArrayList<>();
            repository.decisions(DecisionFilter.ALL, one -> unreadable.add(one.message()));
            return unreadable.isEmpty() ? List.of() : String.join("; ", unreadable);
        });
        readers.put("stream", () -> {
            try (SnapshotReader reader = open();
                    InputStream in = reader.stream("data")) {
                assertThat(in.readAllBytes()).isEqualTo(PLAIN);
                return List.of();
            }
        });
        readers.put("verification", () -> {
            try (SnapshotReader reader = open()) {
                return reader.verifyAll(bytes -> {});
            }
        });
        readers.put(
                "key",
                () -> List.of(RING.unwrap(STORE, key.epoch(), repository.wrappedKeys(STORE))
                        .epoch()));
        readers.put("pin", () -> backend.get(pin, ObjectKind.PIN.limit())
                .map(object -> PinCodec.read(pin, object.content())));
        readers.put("proof", () -> backend.get(RepositoryLayout.proof(snapshot(1)), ObjectKind.PROOF.limit())
                .map(object -> Proof.read(snapshot(1), object.content())));
        readers.put("mark", () -> {
            boolean seen = protocol.begunSweeps().contains(new RepositoryProtocol.Begun(STORE, snapshot(9)));
            return seen ? List.of() : "passed over " + RepositoryLayout.sweeping(snapshot(9));
        });
        return readers;
    }

    private Map<String, Replacement> replacements(String object) {
        Map<String, Replacement> replacements = new LinkedHashMap<>();
        replacements.put("a FIFO", (file, good) -> run("mkfifo", file.toString()));
        replacements.put("a directory", (file, good) -> Files.createDirectory(file));
        replacements.put("a link to outside", (file, good) -> Files.createSymbolicLink(file, outside));
        replacements.put(
                "a link to a copy of itself",
                (file, good) -> Files.createSymbolicLink(file, Files.write(directory.resolve("copy"), good)));
        replacements.put("empty", (file, good) -> Files.createFile(file));
        replacements.put("longer", (file, good) -> Files.write(file, Arrays.copyOf(good, good.length + 1)));
        replacements.put("huge", (file, good) -> {
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.write(good);
                sparse.setLength(1_500_000_000L);
            }
        });
        String another = object.replace(snapshot(1).value(), snapshot(2).value())
                .replace(attempt(1).toString(), attempt(2).toString())
                .replace(
                        Samples.SERVICE.recipient().id(),
                        Samples.RECOVERY.recipient().id());
        if (!another.equals(object)) {
            replacements.put("that of another", (file, good) -> Files.copy(root.resolve(another), file));
        }
        return replacements;
    }

    private SnapshotReader open() {
        return SnapshotReader.open(
                repository, repository.decision(STORE, snapshot(1)).orElseThrow(), RING);
    }

    private static Object look(Reader reader) {
        try {
            return reader.look();
        } catch (RepositoryException e) {
            return e.getMessage();
        } catch (IOException e) {
            return e.getCause() instanceof RepositoryException known ? known.getMessage() : e;
        } catch (Exception | AssertionError e) {
            return e;
        }
    }

    private static SegmentId segment(int number) {
        return new SegmentId(STORE, snapshot(1), attempt(1), number);
    }

    private void backUp(int n) throws Exception {
        MemoryStaging staging = new MemoryStaging();
        try (SnapshotWriter writer = SnapshotWriter.open(
                STORE, snapshot(n), attempt(n), key, BaseIndex.none(), staging, WriterOptions.DEFAULT)) {
            try (OutputStream out = writer.stream("data")) {
                out.write(PLAIN);
            }
            SealedSnapshot sealed = writer.seal(facts(snapshot(n)));
            assertThat(protocol.commit(subject(snapshot(n)), content(attempt(n), sealed), staging))
                    .isInstanceOf(CommitDecider.Outcome.Won.class);
        }
    }

    private static List<String> names(Path below) throws IOException {
        try (Stream<Path> all = Files.walk(below)) {
            return all.map(path -> below.relativize(path).toString()).sorted().toList();
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
