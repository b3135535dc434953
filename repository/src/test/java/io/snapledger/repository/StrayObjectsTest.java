package io.snapledger.repository;

import static io.snapledger.repository.Samples.NOW;
import static io.snapledger.repository.Samples.STORE;
import static io.snapledger.repository.Samples.snapshot;
import static io.snapledger.repository.Samples.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.repository.directory.DirectoryBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Adversary: another program, or a person, that leaves its own things in a repository's directories. */
@Timeout(20)
class StrayObjectsTest {

    @TempDir
    Path directory;

    private Path root;
    private RepositoryBackend backend;
    private BackendRepository repository;
    private final List<UnreadableDecision> unreadable = new ArrayList<>();

    @BeforeEach
    void fill() {
        root = directory.resolve("repository");
        backend = DirectoryBackend.open(root, true);
        repository = new BackendRepository("main", backend);
        for (int n = 1; n <= 2; n++) {
            put(n);
        }
    }

    @Test
    void aStrayAmongTheDecisionsHidesNone() throws IOException {
        Path decisions = root.resolve("decisions").resolve(STORE.value());
        Files.writeString(decisions.resolve("Thumbs.db"), "x");
        Files.writeString(decisions.resolve("desktop.ini"), "x");
        Files.createDirectory(decisions.resolve("New folder"));
        Files.writeString(root.resolve("decisions/readme.txt"), "x");
        Files.createSymbolicLink(root.resolve("decisions/loop"), root);

        assertThat(repository.decisions(DecisionFilter.ALL)).hasSize(2);
        assertThat(repository.decisions(DecisionFilter.ALL, unreadable::add)).hasSize(2);
        assertThat(unreadable)
                .allMatch(UnreadableDecision::isStray)
                .extracting(UnreadableDecision::object)
                .containsExactlyInAnyOrder(
                        "decisions/shop/Thumbs.db",
                        "decisions/shop/desktop.ini",
                        "decisions/shop/New folder",
                        "decisions/readme.txt",
                        "decisions/loop");
    }

    @Test
    void aNameThatIsNoTextHidesNoDecision() throws Exception {
        run("sh", "-c", "printf x > \"" + root + "/decisions/shop/$(printf 'a\\377b')\"");

        assertThat(repository.decisions(DecisionFilter.ALL, unreadable::add)).hasSize(2);
        assertThat(unreadable).singleElement().satisfies(stray -> assertThat(stray.object())
                .isEqualTo("decisions/shop/a\\xFFb"));
    }

    @Test
    void whatStandsInTheNameOfADecisionIsNamedAndHidesNoOther() throws Exception {
        Path decisions = root.resolve("decisions").resolve(STORE.value());
        run("mkfifo", decisions.resolve(snapshot(3) + ".json").toString());
        Files.createDirectory(decisions.resolve(snapshot(4) + ".json"));
        Files.createSymbolicLink(decisions.resolve(snapshot(5) + ".json"), decisions.resolve(snapshot(1) + ".json"));

        assertThat(repository.decisions(DecisionFilter.ALL, unreadable::add)).hasSize(2);
        assertThat(unreadable)
                .noneMatch(UnreadableDecision::isStray)
                .extracting(UnreadableDecision::snapshot)
                .containsExactlyInAnyOrder(
                        snapshot(3).value(), snapshot(4).value(), snapshot(5).value());
        assertThatThrownBy(() -> repository.decisions(DecisionFilter.ALL)).isInstanceOf(RepositoryException.class);
    }

    @Test
    void tenThousandStraysAreCountedNotListed() throws IOException {
        for (int i = 0; i < 1000; i++) {
            Files.createFile(root.resolve("decisions/shop/" + i + ".tmp"));
        }

        assertThat(repository.decisions(DecisionFilter.ALL, unreadable::add)).hasSize(2);

        assertThat(unreadable).hasSizeLessThan(200);
        assertThat(unreadable.get(unreadable.size() - 1).message()).contains("900 more");
    }

    private void put(int n) {
        Decision decision = new Decision.Aborted(subject(snapshot(n)), "test", NOW);
        backend.create(
                RepositoryLayout.decision(STORE, snapshot(n)), ObjectSource.bytes(DecisionCodec.write(decision)));
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
