package io.snapledger.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.catalog.outbound.SqliteCatalogStore;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed at any moment, the catalog's offsets and rows belong together (kill points of step S8). */
class KilledCatalogTest {

    private static final TopicPartition LOG = new TopicPartition("log", 0);
    private static final int LEDGERS = 400;
    private static final int KILLS = 8;

    @TempDir
    Path directory;

    /** The process that is killed: reads the log from its offset to the end. */
    public static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) {
            List<LedgerEntry> log = log();
            try (SqliteCatalogStore store = SqliteCatalogStore.open(Path.of(arguments[0]))) {
                int next = store.offsets().getOrDefault(LOG, 0L).intValue();
                System.out.println("reading from " + next);
                while (next < log.size()) {
                    int from = next;
                    int to = Math.min(log.size(), from + 7);
                    store.change(change -> {
                        Projection.apply(change, log.subList(from, to));
                        change.offsets(Map.of(LOG, (long) to));
                    });
                    next = to;
                }
            }
        }
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
            try (SqliteCatalogStore store = SqliteCatalogStore.open(file)) {
                int next = store.offsets().getOrDefault(LOG, 0L).intValue();
                MemoryCatalogStore expected = new MemoryCatalogStore();
                expected.change(change -> Projection.apply(change, log().subList(0, next)));
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
