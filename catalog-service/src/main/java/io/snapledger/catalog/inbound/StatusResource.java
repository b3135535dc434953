package io.snapledger.catalog.inbound;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.catalog.Backup;
import io.snapledger.catalog.BackupState;
import io.snapledger.catalog.BackupStore;
import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.MissedRuns;
import io.snapledger.catalog.Page;
import io.snapledger.catalog.Rebuild;
import io.snapledger.catalog.Unreadable;
import io.snapledger.events.Nullable;
import io.snapledger.events.Outcome;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Are we safe, and is the catalog up to date? */
@RolesAllowed(Roles.VIEWER)
@Path("/api/status")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "catalog")
public class StatusResource {

    private static final int SHOWN = 10;
    private static final Set<Outcome> HAVE_A_SNAPSHOT = EnumSet.of(Outcome.COMPLETE, Outcome.PARTIAL);

    private final CatalogView view;
    private final CatalogControl control;

    StatusResource(CatalogView view, CatalogControl control) {
        this.view = view;
        this.control = control;
    }

    /**
     * The answer.
     *
     * @param plans plan by plan
     * @param kafkaCluster id of the Kafka cluster that is read
     * @param caughtUp whether all that was in the ledger when the service came up is here
     * @param lag records not read yet, by topic; null if Kafka does not tell
     * @param trouble why reading does not go on
     * @param rebuilding whether the catalog is being made anew
     * @param rebuild the last rebuild asked for
     * @param historyNotes why the history may not be known as a whole; empty if it is
     * @param unreadable the latest places of the log that could not be read
     * @param unreadableDecisions how many decisions of repositories could not be read when the catalog was made; their snapshots
     *     are shown as damaged
     * @param lastSequence number of the event recorded last
     */
    record Status(
            List<PlanStatus> plans,
            @Nullable String kafkaCluster,
            boolean caughtUp,
            @Nullable Map<String, Long> lag,
            @Nullable String trouble,
            boolean rebuilding,
            @Nullable Rebuild rebuild,
            List<String> historyNotes,
            List<Unreadable> unreadable,
            int unreadableDecisions,
            long lastSequence) {}

    /**
     * A plan.
     *
     * @param plan name
     * @param lastComplete its last backup of all stores that was complete and not suspect
     * @param lastWhole its last backup of all stores, however it ended
     * @param last its last backup; safety snapshots are no backups of a plan
     * @param running ids of its backups under way
     * @param lastMissed due times that last passed without a run
     */
    record PlanStatus(
            String plan,
            @Nullable Brief lastComplete,
            @Nullable Brief lastWhole,
            @Nullable Brief last,
            List<String> running,
            @Nullable MissedRuns lastMissed) {}

    /**
     * A backup in brief.
     *
     * @param stores names of the stores that it holds or was to hold
     * @param leftOut stores of the plan that it was asked to leave out
     * @param failed store -> how it ended without a snapshot: {@code failed}, {@code cancelled} or {@code undecided}
     * @param partial store -> how many things its snapshot misses
     * @param suspect store -> why its snapshot may not be what it should be
     */
    record Brief(
            String id,
            BackupState state,
            @Nullable Instant dueAt,
            @Nullable Instant endedAt,
            List<String> stores,
            List<String> leftOut,
            Map<String, Outcome> failed,
            Map<String, Long> partial,
            Map<String, String> suspect) {

        static Brief of(Backup backup) {
            return new Brief(
                    backup.id(),
                    backup.state(),
                    backup.dueAt(),
                    backup.endedAt(),
                    backup.stores().stream().map(BackupStore::store).toList(),
                    backup.leftOut(),
                    backup.stores().stream()
                            .filter(store -> store.outcome() != null && !HAVE_A_SNAPSHOT.contains(store.outcome()))
                            .collect(Collectors.toMap(BackupStore::store, BackupStore::outcome)),
                    backup.stores().stream()
                            .filter(store -> store.missed() > 0)
                            .collect(Collectors.toMap(BackupStore::store, BackupStore::missed)),
                    backup.stores().stream()
                            .filter(store -> store.suspect() != null)
                            .collect(Collectors.toMap(BackupStore::store, BackupStore::suspect)));
        }
    }

    @GET
    @Operation(
            operationId = "getStatus",
            summary = "Plan by plan the last complete backup; and whether the catalog is current")
    public Status status() {
        Catalog store = view.store();
        return new Status(
                store.plans().stream().map(this::plan).toList(),
                store.clusterId().orElse(null),
                control.caughtUp(),
                lag().orElse(null),
                control.trouble().orElse(null),
                control.rebuilding(),
                control.lastRebuild().orElse(null),
                store.historyNotes(),
                store.unreadable(SHOWN),
                store.unreadableDecisions(),
                store.lastSequence());
    }

    private PlanStatus plan(String plan) {
        CatalogQuery its = CatalogQuery.ALL.with(Filter.PLAN, plan);
        return new PlanStatus(
                plan,
                newest(its.with(Filter.STATE, BackupState.COMPLETE.word()), Backup::isWhole)
                        .orElse(null),
                newest(
                                its,
                                backup -> backup.safetyFor() == null
                                        && backup.leftOut().isEmpty())
                        .orElse(null),
                newest(its, backup -> backup.safetyFor() == null).orElse(null),
                Stream.of(BackupState.RUNNING, BackupState.CANCELLING)
                        .flatMap(state -> view.store().backups(its.with(Filter.STATE, state.word())).items().stream())
                        .map(Backup::id)
                        .toList(),
                view.store().missedRuns(its.limit(1)).items().stream()
                        .findFirst()
                        .orElse(null));
    }

    private Optional<Brief> newest(CatalogQuery query, Predicate<Backup> wanted) {
        CatalogQuery rest = query;
        while (true) {
            Page<Backup> page = view.store().backups(rest);
            Optional<Backup> found = page.items().stream().filter(wanted).findFirst();
            if (found.isPresent() || page.next() == null) {
                return found.map(Brief::of);
            }
            rest = rest.after(page.next());
        }
    }

    private Optional<Map<String, Long>> lag() {
        try {
            return Optional.of(control.lag());
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }
}
