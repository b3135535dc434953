package io.snapledger.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.catalog.outbound.SqliteCatalogStore;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed at any moment, the catalog's offsets and rows belong together (kill points of step S8). */
class KilledCatalogTest {

    private static final String LOG = "log";
    private static final int LEDGERS = 400;
    private static final int KILLS = 8;

    @TempDir
    Path directory;

    /** The process that is killed: reads the log from its offset to the end. */
    public static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) {
            List<LedgerEntry> log = log();
            try (Catalog store = new Catalog(SqliteCatalogStore.open(Path.of(arguments[0])))) {
                int next = next(store);
                System.out.println("reading from " + next);
                while (next < log.size()) {
                    int to = Math.min(log.size(), next + 7);
                    store.apply(
                            log.subList(next, to), List.of(), new LedgerOffsets(List.of(new Coordinates(LOG, 0, to))));
                    next = to;
                }
            }
        }
    }

    private static int next(Catalog store) {
        return store.offsets().next().stream()
                .mapToInt(it -> (int) it.offset())
                .findFirst()
                .orElse(0);
    }

    private static List<LedgerEntry> log() {
        List<LedgerEntry> log = new ArrayList<>();
        for (int seed = 0; seed < LEDGERS; seed++) {
            log.addAll(Histories.of(seed));
        }
        return log;
    }

    @Test
    void rowsAndOffsetsAreNeverApart() throws Exception {
        Path file = directory.resolve("catalog.db");
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            Process reader = start(file);
            try (BufferedReader out = reader.inputReader()) {
                assertThat(out.readLine()).startsWith("reading from");
                reader.waitFor(20 + random.nextInt(400), TimeUnit.MILLISECONDS);
                reader.destroyForcibly().waitFor();
            }
            try (Catalog store = new Catalog(SqliteCatalogStore.open(file))) {
                int next = next(store);
                Catalog expected = new Catalog(new MemoryCatalogStore());
                expected.apply(log().subList(0, next), List.of(), LedgerOffsets.NONE);
                assertThat(new CanonicalCatalog(store).text())
                        .as("after kill %d at offset %d", kill, next)
                        .isEqualTo(new CanonicalCatalog(expected).text());
            }
        }
    }

    private static Process start(Path file) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Reader.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
