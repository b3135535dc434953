package io.snapledger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManPagesTest {

    @TempDir
    Path directory;

    private static Map<String, String> pages() {
        Surroundings surroundings = new Surroundings(System.out, System.err, false, false, Map.of(), Clock.systemUTC());
        return ManPages.of(Snapledger.commandLine(new Session(surroundings)));
    }

    @Test
    void everyCommandHasAPage() {
        assertThat(pages()).hasSizeGreaterThan(25).containsKeys("snapledger.1", "snapledger-restore-create.1");
        assertThat(pages().get("snapledger.1"))
                .contains("\\fBsnapledger\\-backup\\fR(1)")
                .contains("up \\-\\-store project=files:/srv/project");
    }

    /** A line that begins with a point would be an order to roff, and a hyphen that is no minus could not be copied. */
    @Test
    void nothingOfTheTextsIsAnOrder() {
        List<String> orders = List.of(".TH ", ".SH ", ".TP", ".nf", ".fi");
        pages().forEach((name, page) -> assertThat(page.lines()).allSatisfy(line -> assertThat(!line.startsWith("'")
                        && (!line.startsWith(".") || orders.stream().anyMatch(line::startsWith)))
                .describedAs(name + ": " + line)
                .isTrue()));
    }

    @Test
    void groffHasNothingToSay() throws Exception {
        Path groff = Path.of("/usr/bin/groff");
        if (!Files.isExecutable(groff)) {
            System.out.println("skipped: groff is not installed, so that nobody has read the manual pages");
        }
        Assumptions.assumeTrue(Files.isExecutable(groff));
        for (Map.Entry<String, String> page : pages().entrySet()) {
            Path file = Files.writeString(directory.resolve(page.getKey()), page.getValue());
            Process process = new ProcessBuilder(
                            groff.toString(), "-man", "-ww", "-Tutf8", "-Kutf8", "-z", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(said.lines().filter(line -> !line.contains("cannot")))
                    .describedAs(page.getKey())
                    .isEmpty();
        }
    }
}
