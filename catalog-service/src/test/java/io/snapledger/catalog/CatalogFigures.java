package io.snapledger.catalog;

import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.outbound.SqliteCatalogStore;
import io.snapledger.events.EventType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures lists of a catalog with 100,000 events and more. Not a test: figures depend on the machine. After a build:
 *
 * <pre>
 * cd catalog-service/target
 * java -cp 'test-classes:quarkus-app/app/*:quarkus-app/lib/main/*' io.snapledger.catalog.CatalogFigures [backups]
 * </pre>
 */
public final class CatalogFigures {

    private static final int TIMES = 60;
    private static final int BATCH = 1000;

    private CatalogFigures() {}

    public static void main(String[] arguments) throws Exception {
        int backups = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12_000;
        Path directory = Files.createTempDirectory("catalog-figures-");
        try (Catalog store = new Catalog(SqliteCatalogStore.open(directory.resolve("catalog.db")))) {
            long begin = System.nanoTime();
            int events = fill(store, backups);
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%d events of %d backups in %.1f s (%.0f events/s), %d MiB%n",
                    events,
                    backups,
                    seconds,
                    events / seconds,
                    Files.size(directory.resolve("catalog.db")) >> 20);
            queries().forEach((name, query) -> measure(name, query, store));
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static int fill(Catalog store, int backups) {
        Instant due = Instant.parse("2025-01-01T00:00:00Z");
        List<LedgerEntry> batch = new ArrayList<>();
        int events = 0;
        for (int i = 0; i < backups; i++) {
            String plan = "plan-" + i % 20;
            batch.addAll(Ledgers.backup(plan, due.plus(Duration.ofMinutes(i)).toString())
                    .entries());
            if (batch.size() >= BATCH || i == backups - 1) {
                List<LedgerEntry> all = List.copyOf(batch);
                store.apply(all, List.of(), LedgerOffsets.NONE);
                events += all.size();
                batch.clear();
            }
        }
        return events;
    }

    private static Map<String, Listed> queries() {
        CatalogQuery full = CatalogQuery.ALL.limit(CatalogQuery.MAX_LIMIT);
        Map<String, Listed> queries = new LinkedHashMap<>();
        queries.put("events, 100 newest", store -> store.events(CatalogQuery.ALL));
        queries.put("events, 1000 newest", store -> store.events(full));
        queries.put("events of a plan", store -> store.events(full.with(Filter.PLAN, "plan-7")));
        queries.put(
                "events of a type", store -> store.events(full.with(Filter.TYPE, EventType.DUMP_COMPLETED.ceType())));
        queries.put("events of a store", store -> store.events(full.with(Filter.STORE, "orders")));
        queries.put(
                "events, page in the middle",
                store -> store.events(full.between(null, Instant.parse("2025-01-04T00:00:00Z"))));
        queries.put("backups, 1000 newest", store -> store.backups(full));
        queries.put(
                "backups of a plan, complete",
                store -> store.backups(full.with(Filter.PLAN, "plan-7").with(Filter.STATE, "complete")));
        queries.put("snapshots of a repository", store -> store.snapshots(full.with(Filter.REPOSITORY, "main")));
        return queries;
    }

    /** A query. */
    private interface Listed {
        Page<?> run(Catalog store);
    }

    private static void measure(String name, Listed query, Catalog store) {
        double[] millis = new double[TIMES];
        int rows = 0;
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            Page<?> page = query.run(store);
            LedgerJson.write(page.items());
            millis[i] = (System.nanoTime() - begin) / 1e6;
            rows = page.items().size();
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-32s %5d rows  p50 %7.1f ms  p95 %7.1f ms%n",
                name,
                rows,
                millis[TIMES / 2],
                millis[TIMES * 95 / 100]);
    }
}
