package io.snapledger.catalog.inbound;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.catalog.Backup;
import io.snapledger.catalog.BackupState;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.CatalogQuery.Filter;
import io.snapledger.catalog.KaaDate;
import io.snapledger.catalog.LedgerEvent;
import io.snapledger.catalog.Snapshot;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Backups: what exists, what is under way, what is missing. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/backups")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "catalog")
public class BackupsResource {

    static final QueryParameters PARAMETERS = new QueryParameters(
            Set.of(Filter.PLAN, Filter.STORE, Filter.KIND, Filter.STATE, Filter.REPOSITORY),
            QueryParameters.words(BackupState.class, BackupState::word));

    private final CatalogView view;

    BackupsResource(CatalogView view) {
        this.view = view;
    }

    /**
     * A backup with everything about it.
     *
     * @param backup the backup; its fields stand beside the others
     * @param snapshots its snapshots, with their streams
     * @param events its events, the earliest first
     */
    record Detail(@JsonUnwrapped Backup backup, List<Snapshot> snapshots, List<LedgerEvent> events) {}

    @GET
    @Operation(
            operationId = "listBackups",
            summary = "Lists backups, newest first",
            description = "since and until are of the due time")
    public Listing<Backup> list(@Context UriInfo uri) {
        return Listing.of(view.store().backups(PARAMETERS.read(uri.getQueryParameters())), view);
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getBackup",
            summary = "A backup with its snapshots and events",
            description = "By its id, or by its due time as DD-MM-YYYY-hh-mm-ss in UTC")
    @APIResponse(
            responseCode = "200",
            description = "the backup",
            content = @Content(schema = @Schema(implementation = Detail.class)))
    @APIResponse(responseCode = "409", description = "several backups are of that second: the choices are told")
    public Detail get(@PathParam("id") String id) {
        Backup backup = find(id);
        CatalogQuery its = CatalogQuery.ALL.with(Filter.BACKUP, backup.id()).limit(CatalogQuery.MAX_LIMIT);
        List<LedgerEvent> events = new ArrayList<>(view.store().events(its).items());
        Collections.reverse(events);
        return new Detail(backup, view.store().snapshotsOf(backup.id()), events);
    }

    private Backup find(String id) {
        return KaaDate.parse(id)
                .map(date -> dueAt(id, date))
                .orElseGet(() -> view.store().backup(id).orElseThrow(() -> view.missing("backup", id)));
    }

    private Backup dueAt(String text, Instant date) {
        CatalogQuery thatSecond = CatalogQuery.ALL.between(date, date.plus(Duration.ofSeconds(1)));
        List<Backup> found = view.store().backups(thatSecond).items();
        if (found.isEmpty()) {
            throw view.missing("backup of", text);
        } else if (found.size() > 1) {
            throw CatalogProblem.ambiguous(
                    found.size() + " backups are of " + date,
                    found.stream().map(Backup::id).toList());
        }
        return found.get(0);
    }
}
