package io.snapledger.catalog.wiring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.snapledger.catalog.Backup;
import io.snapledger.catalog.BackupStore;
import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.MissedRuns;
import io.snapledger.catalog.PlanFigures;
import io.snapledger.catalog.Restore;
import io.snapledger.events.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * What alarms are raised by: of each plan its last backup, and when things last went well. Looked up in the catalog every few seconds,
 * so that a restart changes nothing. Times are seconds since 1970, as Prometheus compares them with {@code time()}.
 */
@ApplicationScoped
public class CatalogMetrics {

    private static final Logger LOG = Logger.getLogger(CatalogMetrics.class);
    private static final Duration EVERY = Duration.ofSeconds(5);

    /** Of a plan; one that is not known yet has no value. */
    private record Figure(String name, String description, Function<PlanFigures, Optional<? extends Number>> value) {}

    private static final List<Figure> FIGURES = List.of(
            gauge(
                    "snapledger.plan.last.success.seconds",
                    "End of the last backup that was complete, of all stores, and not suspect",
                    plan -> plan.lastWhole().map(Backup::endedAt).map(CatalogMetrics::seconds)),
            gauge("snapledger.plan.last.end.seconds", "End of the last backup, however it ended", plan -> plan.last()
                    .map(last -> seconds(last.endedAt()))),
            gauge("snapledger.plan.last.duration.seconds", "How long the last backup took", plan -> plan.last()
                    .filter(last -> last.plannedAt() != null)
                    .map(CatalogMetrics::duration)),
            gauge("snapledger.plan.last.read.bytes", "What the last backup read", plan -> plan.last()
                    .map(Backup::bytesRead)),
            gauge("snapledger.plan.last.stored.bytes", "What the last backup added to repositories", plan -> plan.last()
                    .map(Backup::bytesStored)),
            gauge(
                    "snapledger.plan.last.failed.stores",
                    "Stores of which the last backup has nothing",
                    plan -> plan.last().map(last -> count(last, CatalogMetrics::isFailed))),
            gauge(
                    "snapledger.plan.last.missed.objects",
                    "How many things exist that the last backup misses",
                    plan -> plan.last().map(last -> last.stores().stream()
                            .mapToLong(BackupStore::missed)
                            .sum())),
            gauge(
                    "snapledger.plan.last.suspect.stores",
                    "Stores of which the last backup is suspect",
                    plan -> plan.last().map(last -> count(last, store -> store.suspect() != null))),
            gauge(
                    "snapledger.plan.missed.last.seconds",
                    "The last due time that passed without a run",
                    plan -> plan.missed().map(MissedRuns::lastDueAt).map(CatalogMetrics::seconds)),
            gauge("snapledger.plan.missed.runs", "How many due times in a row had no run then", plan -> plan.missed()
                    .map(MissedRuns::count)));

    private final Catalog store;
    private final MeterRegistry registry;
    private final Map<String, MultiGauge> gauges = new LinkedHashMap<>();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "catalog-metrics");
        thread.setDaemon(true);
        return thread;
    });

    CatalogMetrics(Catalog store, MeterRegistry registry) {
        this.store = store;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        Gauge.builder("snapledger.decisions.unreadable", store, Catalog::unreadableDecisions)
                .description("Decisions of repositories that could not be read when the catalog was made")
                .register(registry);
        clockwork.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        clockwork.shutdownNow();
    }

    private void look() {
        try {
            List<PlanFigures> plans = store.plans().stream()
                    .map(plan -> PlanFigures.of(store, plan))
                    .toList();
            for (Figure figure : FIGURES) {
                gauge(figure.name(), figure.description()).register(ofPlans(plans, figure), true);
            }
            gauge(
                            "snapledger.store.last.success.seconds",
                            "End of the last backup with a snapshot of the store that misses nothing and is not suspect")
                    .register(ofStores(plans), true);
            gauge("snapledger.restores", "How many of the last restores are in this state")
                    .register(restores(), true);
        } catch (RuntimeException e) {
            LOG.warnf("the metrics of backups are not up to date: %s", e.getMessage());
        }
    }

    private MultiGauge gauge(String name, String description) {
        return gauges.computeIfAbsent(
                name, it -> MultiGauge.builder(it).description(description).register(registry));
    }

    private static List<Row<?>> ofPlans(List<PlanFigures> plans, Figure figure) {
        List<Row<?>> rows = new ArrayList<>();
        plans.forEach(plan ->
                figure.value().apply(plan).ifPresent(value -> rows.add(Row.of(Tags.of("plan", plan.plan()), value))));
        return rows;
    }

    private static List<Row<?>> ofStores(List<PlanFigures> plans) {
        List<Row<?>> rows = new ArrayList<>();
        for (PlanFigures plan : plans) {
            plan.lastOfStore()
                    .forEach((name, at) -> rows.add(Row.of(Tags.of("plan", plan.plan(), "store", name), seconds(at))));
        }
        return rows;
    }

    private List<Row<?>> restores() {
        List<Row<?>> rows = new ArrayList<>();
        store.restores(CatalogQuery.ALL).items().stream()
                .collect(Collectors.groupingBy(Restore::state, Collectors.counting()))
                .forEach((state, count) -> rows.add(Row.of(Tags.of("state", state.word()), count)));
        return rows;
    }

    private static Figure gauge(
            String name, String description, Function<PlanFigures, Optional<? extends Number>> value) {
        return new Figure(name, description, value);
    }

    private static double duration(Backup backup) {
        return Duration.between(backup.plannedAt(), backup.endedAt()).toMillis() / 1000.0;
    }

    private static long count(Backup backup, Predicate<BackupStore> which) {
        return backup.stores().stream().filter(which).count();
    }

    private static boolean isFailed(BackupStore store) {
        return store.outcome() != Outcome.COMPLETE && store.outcome() != Outcome.PARTIAL;
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
