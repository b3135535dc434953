package io.snapledger.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** docs/kinds.md is what the kinds say of themselves; write it anew with -Dsnapledger.write=kinds. */
class KindsPageTest {

    private static final Path PAGE = Path.of("../docs/kinds.md");

    @Test
    void thePageSaysWhatTheKindsSay() throws IOException {
        assertThat(Files.readString(PAGE)).isEqualTo(page());
    }

    @Test
    @EnabledIfSystemProperty(named = "snapledger.write", matches = "kinds")
    void writePage() throws IOException {
        Files.writeString(PAGE, page());
    }

    private static String page() {
        return "# Kinds of stores\n\n"
                + "Made of what each kind says of itself; `snapledger store kinds KIND` tells the same. How to use it: [stores](stores.md).\n"
                + Kinds.load().all().stream().map(KindsPageTest::section).collect(Collectors.joining());
    }

    private static String section(KindDescription kind) {
        String section = "\n## " + kind.kind() + "\n\n"
                + "A store is " + kind.title() + ". On the command line: `--store " + kind.locationForm("NAME")
                + "`, such as\n`--store "
                + kind.locationExample("example") + "`.\n\n"
                + table("option", kind.storeOptions());
        return kind.restoreOptions().isEmpty()
                ? section
                : section + "\n" + table("restore option", kind.restoreOptions());
    }

    private static String table(String head, List<KindOption<?>> options) {
        return "| " + head + " | type | default | meaning |\n|---|---|---|---|\n"
                + options.stream().map(KindsPageTest::row).collect(Collectors.joining());
    }

    private static String row(KindOption<?> option) {
        String names = option.names().stream().map(KindsPageTest::code).collect(Collectors.joining(", "));
        String byDefault = option.byDefault().isEmpty() ? option.defaultInWords() : code(option.byDefault());
        String type = option.type() instanceof OptionType.Choice choice
                ? choice.words().stream().map(KindsPageTest::code).collect(Collectors.joining(", "))
                : option.type().rule();
        String where =
                switch (option.locates()) {
                    case NOTHING -> "";
                    case ADDRESS -> "; says where, from the configuration alone";
                    case WITHIN_REACH -> "; says where, a restore may name another";
                };
        return "| " + names + " | " + type + " | " + byDefault + " | " + option.meaning() + where + " |\n";
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
