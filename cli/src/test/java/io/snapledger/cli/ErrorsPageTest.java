package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.cli.output.Json;
import io.snapledger.events.FailureCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/errors.md and the code have the same codes, and each ends with the exit code that the page says. */
class ErrorsPageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern ROW =
            Pattern.compile("\\| <a id=\"([a-z-]+)\"></a>`[^`]+` \\| ([^|]*) \\| ([^|]+) \\| ([^|]+) \\|");

    /** A word in quotes that is handed over as the code of an error, by any of the ways that there are. */
    private static final Pattern HANDED_OVER = Pattern.compile("(?:new CliException\\(\\s*Exit\\.\\w+,\\s*"
            + "|[pP]roblem(?:\\.\\w+)?\\(\\s*(?:[\\w.]+,\\s*)?"
            + "|Replies\\.error\\(\\s*[^\",]+,\\s*"
            + "|new (?:Body|ErrorBody|Refusal|\\w+Exception(?:\\.\\w+)?)\\(\\s*"
            + "|\\b(?:CODE|STRAY) = |super\\(\\s*|\\? |: )"
            + "\"([a-z]+(?:-[a-z]+)+-?|http-|usage|io|exists|interrupted|internal|damaged|ambiguous|unreachable"
            + "|unauthorized|rebuilding|unsealed)\"");

    private static final Pattern CONSTANT = Pattern.compile("static final String \\w+ = \"([a-z-]+)\"");
    private static final Pattern OF_THE_TABLE = Pattern.compile("FailureCode\\s*\\.([A-Z]+(?:_[A-Z]+)*)\\b");

    private static final List<String> CONSTANTS = List.of(
            "storage-service/src/main/java/io/snapledger/storage/Reasons.java",
            "scheduler-service/src/main/java/io/snapledger/scheduler/Reasons.java");

    /** KnownNames puts it together of a prefix and the name of a filter. */
    private static final Set<String> PUT_TOGETHER = Set.of("unknown-kind");

    /** A status without a code, on the page as {@code http-}. */
    private static final String STATUS = "http-";

    private record Row(String exit, String means, String cure) {}

    @Test
    void thePageHasTheCodesOfTheTableInItsOrder() throws IOException {
        List<String> codes =
                Arrays.stream(FailureCode.values()).map(FailureCode::code).toList();
        assertThat(page().keySet().stream().filter(code -> !code.equals(STATUS)))
                .containsExactlyElementsOf(codes);
    }

    @Test
    void theTableHasTheCodesThatAreToldAndNoOthers() throws IOException {
        Set<String> table = new TreeSet<>(Set.of(STATUS));
        Arrays.stream(FailureCode.values()).map(FailureCode::code).forEach(table::add);
        assertThat(table).isEqualTo(codes());
    }

    @Test
    void everyCodeSaysWhatItMeansAndWhatToDo() throws IOException {
        assertThat(page()).hasSizeGreaterThan(90).allSatisfy((code, row) -> {
            assertThat(row.means()).describedAs(code).isNotBlank();
            assertThat(row.cure()).describedAs(code).isNotBlank();
        });
    }

    @Test
    void everyCodeEndsWithTheExitCodeOfThePage() throws IOException {
        assertThat(page()).allSatisfy((code, row) -> {
            if (row.exit().matches("\\d+")) {
                assertThat(Exit.of(code).code()).describedAs(code).isEqualTo(Integer.parseInt(row.exit()));
            } else {
                assertThat(row.exit()).isIn("", "by status");
            }
        });
    }

    @Test
    void anErrorNamesItsPlaceOnThePageAndAlwaysSaysWhatToDo() throws Exception {
        try (FakeServices services = new FakeServices()) {
            services.on("GET /api/backups/x", 404, "{\"code\":\"not-found\",\"message\":\"none\",\"hint\":\"\"}")
                    .on("GET /api/backups/y", 502, "<html>");

            var known = Json.read(
                    Run.against(services, "backup", "get", "x", "-o", "json").err());
            var proxy = Json.read(
                    Run.against(services, "backup", "get", "y", "-o", "json").err());

            assertThat(known.path("docs").asText()).isEqualTo("docs/errors.md#not-found");
            assertThat(known.path("hint").asText()).isEqualTo("see docs/errors.md#not-found");
            assertThat(proxy.path("docs").asText()).isEqualTo("docs/errors.md#http-");
            assertThat(page()).containsKeys("not-found", "http-");
        }
    }

    private static Map<String, Row> page() throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        ROW.matcher(Files.readString(ROOT.resolve("docs/errors.md"))).results().forEach(row -> assertThat(rows.put(
                        row.group(1),
                        new Row(
                                row.group(2).strip(),
                                row.group(3).strip(),
                                row.group(4).strip())))
                .describedAs(row.group(1) + " stands twice")
                .isNull());
        return rows;
    }

    private static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>(PUT_TOGETHER);
        try (Stream<Path> modules = Files.list(ROOT)) {
            modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ErrorsPageTest::sources)
                    .forEach(source -> {
                        find(HANDED_OVER, source).forEach(codes::add);
                        find(OF_THE_TABLE, source)
                                .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                                .forEach(codes::add);
                    });
        }
        for (String file : CONSTANTS) {
            find(CONSTANT, ROOT.resolve(file)).forEach(codes::add);
        }
        return codes;
    }

    private static Stream<Path> sources(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> find(Pattern code, Path file) {
        try {
            List<MatchResult> found =
                    code.matcher(Files.readString(file)).results().toList();
            return found.stream().map(match -> match.group(1)).collect(Collectors.toSet()).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
