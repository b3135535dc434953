package io.snapledger.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The options that docs/stores.md describes, and those that an engine reads. */
public final class DocumentedOptions {

    private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");

    private DocumentedOptions() {}

    /** Of a store of a kind, those of every kind included. */
    public static Set<String> ofStore(String kind) throws IOException {
        Set<String> options = table(section(""), "| option of every kind |");
        options.addAll(table(section(kind), "| option |"));
        return options;
    }

    /** Of a restore of a kind. */
    public static Set<String> ofRestore(String kind) throws IOException {
        return table(section(kind), "| restore option |");
    }

    /** Those that an engine says it knows, when it refuses one. */
    public static Set<String> known(StoreException refusal) {
        String list = refusal.hint().substring(refusal.hint().indexOf(':') + 1);
        return new TreeSet<>(Set.of(list.strip().split(", ")));
    }

    private static String section(String kind) throws IOException {
        String[] sections = Files.readString(Path.of("../docs/stores.md")).split("\n## ");
        for (String section : sections) {
            if (section.startsWith(kind.isEmpty() ? "# Stores" : kind + "\n")) {
                return section;
            }
        }
        throw new AssertionError("docs/stores.md has no section " + kind);
    }

    /** What stands in the first column of a table. */
    private static Set<String> table(String section, String head) {
        Set<String> options = new TreeSet<>();
        boolean inside = false;
        for (String line : section.split("\n")) {
            inside = line.startsWith("|") && (inside || line.startsWith(head));
            if (inside && line.startsWith("| `")) {
                NAME.matcher(line.split("\\|")[1])
                        .results()
                        .map(MatchResult::group)
                        .map(name -> name.replace("`", ""))
                        .forEach(options::add);
            }
        }
        return options;
    }
}
