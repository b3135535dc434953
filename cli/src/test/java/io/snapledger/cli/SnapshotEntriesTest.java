package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists, finds and compares with a repository and a key alone. */
class SnapshotEntriesTest {

    @TempDir
    Path work;

    private SampleRepository sample;

    @BeforeEach
    void backUp() throws Exception {
        Path tree = Files.createDirectories(work.resolve("tree/docs"));
        Files.writeString(tree.resolve("a.txt"), "hello\n");
        Files.writeString(tree.resolve("b.txt"), "world\n");
        sample = SampleRepository.of(work.resolve("tree"), work);
    }

    @Test
    void aSnapshotIsListedInEveryForm() throws Exception {
        Run json = cold("ls", sample.snapshot.value(), "-o", "json");

        assertThat(json.exit()).describedAs(json.err()).isZero();
        List<String> paths = new ArrayList<>();
        for (JsonNode row : Json.read(json.out()).path("items")) {
            paths.add(row.path("path").asText());
            assertThat(row.path("type").asText()).isNotBlank();
        }
        assertThat(paths).isNotEmpty();
        assertThat(cold("ls", sample.snapshot.value(), "-o", "name")
                        .out()
                        .strip()
                        .lines())
                .containsExactlyElementsOf(paths);
        assertThat(cold("ls", sample.snapshot.value()).out()).startsWith("TYPE").contains(paths.get(0));
        assertThat(cold("ls", sample.snapshot.value(), "-o", "yaml").out()).startsWith("items:\n- ");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(cold("ls", sample.snapshot.value(), "no/such/path").exit()).isEqualTo(4);
        assertThat(cold("find", "project", "no-such-name").exit()).isEqualTo(4);
        assertThat(cold("ls", sample.snapshot.value().replace("2026", "2025")).exit())
                .isEqualTo(4);
        assertThat(cold("find", "Not A Store", "x").exit()).isEqualTo(2);
    }

    @Test
    void aNameIsFoundInASnapshotAndInAStore() {
        String first = cold("ls", sample.snapshot.value(), "-o", "name")
                .out()
                .lines()
                .reduce((a, b) -> b)
                .orElseThrow();
        String name = first.substring(first.lastIndexOf('/') + 1);

        for (String where : List.of("project", sample.snapshot.value())) {
            Run found = cold("find", where, "*" + name.substring(1), "-o", "name");

            assertThat(found.exit()).describedAs(found.err()).isZero();
            assertThat(found.out().strip()).contains(sample.snapshot.value() + " " + first);
        }
    }

    @Test
    void aSnapshotDoesNotDifferFromItself() {
        Run same = cold("diff", sample.snapshot.value(), sample.snapshot.value(), "-o", "json");

        assertThat(same.exit()).describedAs(same.err()).isZero();
        assertThat(same.out().strip()).isEqualTo("{\"items\":[]}");
        assertThat(same.err()).contains("No difference");
    }

    @Test
    void aDamagedSnapshotIsNotListed() throws Exception {
        for (Path segment : sample.segments()) {
            Files.delete(segment);
        }

        assertThat(cold("ls", sample.snapshot.value()).exit()).isEqualTo(8);
        assertThat(cold("find", "project", "*").exit()).isEqualTo(8);
        assertThat(cold("diff", sample.snapshot.value(), sample.snapshot.value())
                        .exit())
                .isEqualTo(8);
    }

    @Test
    void pathsAreInTheOrderOfTheWalk() {
        List<String> walked = List.of("a", "a/b", "a/b/c", "a-b", "ab", "b\\xFF", "\u00e4");

        assertThat(walked.stream().sorted(new PathOrder().reversed()).sorted(new PathOrder()))
                .containsExactlyElementsOf(walked);
    }

    @Test
    void aPatternWithoutASlashIsThatOfTheLastName() {
        assertThat(PathPattern.of("*.txt").asMatchPredicate())
                .accepts("a.txt", "x/y/b.txt")
                .rejects("a.txt/c");
        assertThat(PathPattern.of("docs/*.txt").asMatchPredicate())
                .accepts("docs/a.txt")
                .rejects("docs/x/a.txt", "a.txt");
        assertThat(PathPattern.of("docs/**").asMatchPredicate())
                .accepts("docs/x/a.txt")
                .rejects("docs");
        assertThat(PathPattern.of("a.t?t").asMatchPredicate()).accepts("a.txt").rejects("aXtxt");
    }

    private Run cold(String verb, String... more) {
        String[] arguments = Stream.of(
                        Stream.of("snapshot", verb),
                        Stream.of(more),
                        Stream.of("--from", sample.directory.toString(), "--key", sample.keyFile.toString()))
                .flatMap(each -> each)
                .toArray(String[]::new);
        return Run.of(Map.of(), arguments);
    }
}
