package io.snapledger.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.catalog.outbound.SqliteCatalogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The catalog does not depend on the order and number in which events arrive (invariant I7). */
class ProjectionPropertyTest {

    @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
    void anyOrderAndRepetitionGivesTheSameCatalog(@ForAll long seed) {
        List<LedgerEntry> history = Histories.of(seed);
        Catalog inOrder = new Catalog(new MemoryCatalogStore());
        apply(inOrder, history, new Random(seed));

        Catalog disturbed = new Catalog(new MemoryCatalogStore());
        disturb(disturbed, history, new Random(~seed));

        assertThat(canonical(disturbed)).isEqualTo(canonical(inOrder));
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void andSoDoesSqliteByteForByte(@ForAll long seed) throws IOException {
        List<LedgerEntry> history = Histories.of(seed);
        Catalog inOrder = new Catalog(new MemoryCatalogStore());
        apply(inOrder, history, new Random(seed));

        Path directory = Files.createTempDirectory("catalog-");
        try (Catalog disturbed = new Catalog(SqliteCatalogStore.open(directory.resolve("catalog.db")))) {
            disturb(disturbed, history, new Random(~seed));

            assertThat(canonical(disturbed)).isEqualTo(canonical(inOrder));
        } finally {
            delete(directory);
        }
    }

    /** A part of the history comes first, possibly with repetitions; then all of it, shuffled, with repetitions. */
    private static void disturb(Catalog store, List<LedgerEntry> history, Random random) {
        List<LedgerEntry> truncated = new ArrayList<>(history.subList(0, random.nextInt(history.size() + 1)));
        if (random.nextBoolean()) {
            Collections.shuffle(truncated, random);
        }
        apply(store, truncated, random);

        List<LedgerEntry> all = new ArrayList<>(history);
        for (LedgerEntry entry : history) {
            for (int again = random.nextInt(3); again > 0; again--) {
                all.add(redelivered(entry, again));
            }
        }
        Collections.shuffle(all, random);
        apply(store, all, random);
    }

    /** Written twice by its writer: the same event further on in the log. */
    private static LedgerEntry redelivered(LedgerEntry entry, int again) {
        Coordinates at = entry.at();
        return at == null
                ? entry
                : new LedgerEntry(
                        entry.event(), new Coordinates(at.topic(), at.partition(), at.offset() + 1000L * again));
    }

    private static void apply(Catalog store, List<LedgerEntry> entries, Random random) {
        int from = 0;
        while (from < entries.size()) {
            int to = Math.min(entries.size(), from + 1 + random.nextInt(24));
            List<LedgerEntry> batch = entries.subList(from, to);
            store.apply(batch, List.of(), LedgerOffsets.NONE);
            from = to;
        }
    }

    private static String canonical(Catalog store) {
        return new CanonicalCatalog(store).text();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }
}
