package io.snapledger.standalone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.settings.SettingNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the code and the documents call a setting is one. That each is read, and stands on its page: {@link SettingsPageTest}. */
class SettingNamesTest {

    private static final Path ROOT = Path.of("..");

    private static final Pattern LITERAL = Pattern.compile("\"(snapledger\\.[a-z-]+(?:\\.[a-z-]+)*)\"");

    /** Meters have names of the same form, but are no settings. */
    private static final Pattern METER =
            Pattern.compile("(builder|counter|gauge|timer|summary)\\(\\s*\"snapledger[^\"]*\"");

    @Test
    void whatTheServicesReadIsInTheList() throws IOException {
        Set<String> unknown = new TreeSet<>();
        for (Path source : sources()) {
            String text = METER.matcher(Files.readString(source)).replaceAll("");
            Matcher literal = LITERAL.matcher(text);
            while (literal.find()) {
                String name = literal.group(1);
                if (!SettingNames.isKnown(name) && !isPrefix(name)) {
                    unknown.add(source.getFileName() + ": " + name);
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "settings.md",
                "operating.md",
                "scheduling.md",
                "restoring.md",
                "cli.md",
                "stores.md",
                "trust.md",
                "postgresql.md",
                "mariadb.md",
                "redis.md"
            })
    void whatADocumentNamesIsInTheList(String document) throws IOException {
        Matcher name = Pattern.compile("`(snapledger\\.[a-z.<>-]+[a-z>])`")
                .matcher(Files.readString(ROOT.resolve("docs").resolve(document)));
        Set<String> unknown = new TreeSet<>();
        while (name.find()) {
            String setting = name.group(1);
            if (!SettingNames.isKnown(setting) && !isPrefix(setting)) {
                unknown.add(setting);
            }
        }
        assertThat(unknown).isEmpty();
    }

    /** A mapping's prefix, or the beginning that a name is made with. */
    private static boolean isPrefix(String name) {
        return SettingNames.all().stream().anyMatch(known -> known.startsWith(name + "."));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 12)) {
            return files.filter(file -> file.toString()
                            .matches(".*(-service|access|stores|repository|cli|standalone)/src/main/.*\\.java"))
                    .toList();
        }
    }
}
