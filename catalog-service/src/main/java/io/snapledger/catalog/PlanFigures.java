package io.snapledger.catalog;

import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.events.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an alarm needs to know of a plan. Safety snapshots do not count.
 *
 * @param plan its name
 * @param last its last backup that has ended
 * @param lastWhole its last backup that was complete, of all stores, and not suspect; of the last {@value #RECENT} complete ones
 * @param lastOfStore store -> when its last snapshot that misses nothing and is not suspect was complete; of the last {@value
 *     #RECENT} backups
 * @param missed when it last missed runs
 */
public record PlanFigures(
        String plan,
        Optional<Backup> last,
        Optional<Backup> lastWhole,
        Map<String, Instant> lastOfStore,
        Optional<MissedRuns> missed) {

    private static final int RECENT = 100;

    public static PlanFigures of(Catalog catalog, String plan) {
        CatalogQuery its = CatalogQuery.ALL.with(Filter.PLAN, plan).limit(RECENT);
        CatalogQuery complete = its.with(Filter.STATE, BackupState.COMPLETE.word());
        List<Backup> ended = catalog.backups(its).items().stream()
                .filter(backup -> backup.safetyFor() == null && backup.endedAt() != null && backup.outcome() != null)
                .toList();
        Map<String, Instant> lastOfStore = new TreeMap<>();
        for (Backup backup : ended) { // the newest first
            backup.stores().stream()
                    .filter(PlanFigures::isGood)
                    .forEach(store -> lastOfStore.putIfAbsent(store.store(), backup.endedAt()));
        }
        return new PlanFigures(
                plan,
                ended.stream().findFirst(),
                catalog.backups(complete).items().stream()
                        .filter(backup -> backup.isWhole() && backup.endedAt() != null)
                        .findFirst(),
                lastOfStore,
                catalog.missedRuns(its.limit(1)).items().stream().findFirst());
    }

    private static boolean isGood(BackupStore store) {
        return store.outcome() == Outcome.COMPLETE && store.missed() == 0 && store.suspect() == null;
    }
}
