package io.snapledger.standalone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.KindDescription;
import io.snapledger.stores.KindOption;
import io.snapledger.stores.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A kind of store is one package: nothing else that ships names it or its options. */
class KindsAloneTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z0-9-]+)\"");
    private static final Pattern OPTION_READ =
            Pattern.compile("[oO]ptions\\(\\)\\s*\\.\\s*(get|getOrDefault|containsKey|remove)\\(\\s*\"");

    /** Words that kinds use too, where they mean something else: why. */
    private static final Map<String, String> PLAIN = Map.of(
            "path", "where a repository is, and the field of an entry of a snapshot",
            "host", "a type of options");

    /** Where a kind is named nevertheless: why. */
    private static final Map<String, String> EXAMPLES =
            Map.of("ListDescription.java", "an example in the document of the API");

    @Test
    void noKindAndNoOptionOfOneIsNamedOutsideOfItsPackage() throws IOException {
        Set<String> known = words();
        assertThat(known).contains("files", "accept-missing", "port");
        Set<String> named = new TreeSet<>();
        for (Path source : sourcesWithoutKinds()) {
            LITERAL.matcher(code(source))
                    .results()
                    .map(literal -> literal.group(1))
                    .filter(word -> known.contains(word) && !PLAIN.containsKey(word))
                    .filter(word -> !EXAMPLES.containsKey(source.getFileName().toString()))
                    .forEach(word -> named.add(source.getFileName() + ": " + word));
        }
        assertThat(named).containsExactly("Acceptance.java: accept-missing");
    }

    @Test
    void noOptionIsReadPastItsDescription() throws IOException {
        Set<String> readers = new TreeSet<>();
        for (Path source : sourcesWithoutKinds()) {
            if (OPTION_READ.matcher(code(source)).find()) {
                readers.add(source.getFileName().toString());
            }
        }
        assertThat(readers).isEmpty();
    }

    /** Kinds, options that say where a store is or prove who asks, and all whose names are no plain word. */
    private static Set<String> words() {
        Set<String> words = new TreeSet<>();
        for (KindDescription kind : Kinds.load().all()) {
            words.add(kind.kind());
            words.addAll(kind.aliases());
            Stream.concat(kind.storeOptions().stream(), kind.restoreOptions().stream())
                    .filter(option -> option.isSecret()
                            || option.locates() != KindOption.Locates.NOTHING
                            || option.name().contains("-"))
                    .forEach(option -> words.addAll(option.names()));
        }
        return words;
    }

    private static String code(Path source) throws IOException {
        return Files.readAllLines(source).stream()
                .filter(line -> !line.strip().startsWith("*") && !line.strip().startsWith("//"))
                .collect(Collectors.joining("\n"));
    }

    private static List<Path> sourcesWithoutKinds() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 14)) {
            return files.filter(file -> file.toString().matches("\\.\\./[a-z-]+/src/main/.*\\.java"))
                    .filter(file -> !file.toString().matches("\\.\\./(testkit|benchmarks)/.*"))
                    .filter(file -> !file.toString().matches(".*/io/snapledger/stores/(?!command/)[a-z0-9]+/.*"))
                    .toList();
        }
    }
}
