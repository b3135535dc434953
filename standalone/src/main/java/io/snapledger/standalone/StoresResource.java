package io.snapledger.standalone;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.access.Roles;
import io.snapledger.events.Identities;
import io.snapledger.restore.wiring.RestoreRuntime;
import io.snapledger.scheduler.wiring.RunningScheduler;
import io.snapledger.settings.Installation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** The stores that this one-process installation remembers from its command line. What backups hold of them is not touched. */
@RolesAllowed(Roles.ADMIN)
@Path("/api/installation/stores")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "installation")
public class StoresResource {

    private static final Logger LOG = Logger.getLogger(StoresResource.class);
    private final Config config;
    private final Installation installation;
    private final RunningScheduler scheduler;
    private final RestoreRuntime restores;
    private final RememberedStores remembered;

    StoresResource(Config config, Installation installation, RunningScheduler scheduler, RestoreRuntime restores) {
        this.config = config;
        this.installation = installation;
        this.scheduler = scheduler;
        this.restores = restores;
        this.remembered = RememberedStores.in(installation.dataDirectory());
    }

    /**
     * A store that is forgotten.
     *
     * @param store its name
     * @param from when this holds: {@code next-start}
     */
    record Forgotten(String store, String from) {}

    @DELETE
    @Path("/{store}")
    @Operation(
            operationId = "forgetStore",
            summary = "Forget a store that was given on the command line",
            description = "From the next start on it is not configured. Its snapshots stay and can be restored.")
    @APIResponse(
            responseCode = "200",
            description = "it is forgotten",
            content = @Content(schema = @Schema(implementation = Forgotten.class)))
    @APIResponse(responseCode = "404", description = "no such store is remembered")
    @APIResponse(
            responseCode = "409",
            description = "it is configured elsewhere, too, or a backup or restore of it is open")
    public synchronized Response forget(@PathParam("store") String store) throws IOException, InterruptedException {
        if (!Identities.isName(store) || !remembered.has(store)) {
            return problem(
                    404,
                    "unknown-store",
                    "no store of this name was given on the command line",
                    "snapledger store list; a store of a configuration file is taken out there");
        }
        Optional<Response> refused = whyNot(store);
        if (refused.isPresent()) {
            return refused.get();
        }
        remembered.forget(store);
        LOG.infof("store %s is forgotten: it is configured until the next start", store);
        return Response.ok(new Forgotten(store, "next-start")).build();
    }

    private Optional<Response> whyNot(String store) throws InterruptedException {
        Optional<String> plan = planThatNames(store);
        if (isConfiguredElsewhere(store)) {
            return Optional.of(problem(
                    409,
                    "store-configured",
                    "store '" + store + "' stands in the configuration, too",
                    "take snapledger.stores." + store + " out of the file that --config names, and start again"));
        } else if (plan.isPresent()) {
            return Optional.of(problem(
                    409,
                    "store-configured",
                    plan.get() + " names store '" + store + "'",
                    "take it out there, and start again"));
        } else if (isBackedUp(store)) {
            return Optional.of(problem(
                    409,
                    "store-busy",
                    "a backup of store '" + store + "' is open",
                    "snapledger backup cancel, or try again when it has ended"));
        } else if (restores.desk().hasOpen()) {
            return Optional.of(problem(
                    409, "store-busy", "a restore is open", "snapledger restore list; try again when it has ended"));
        }
        return Optional.empty();
    }

    /** By any source but the file that is changed here. */
    private boolean isConfiguredElsewhere(String store) {
        String own = remembered.file().toUri().getRawPath(); // as a URI or as a URL, with three slashes or one
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .filter(source -> !source.getName().contains(own))
                .flatMap(source -> source.getPropertyNames().stream())
                .anyMatch(name -> name.startsWith(RememberedStores.prefix(store)));
    }

    private Optional<String> planThatNames(String store) {
        return installation.plans().entrySet().stream()
                .filter(plan -> plan.getValue().stores().contains(store)
                        || plan.getValue().restoreOrder().contains(store))
                .map(plan -> "snapledger.plans." + plan.getKey())
                .findFirst();
    }

    private boolean isBackedUp(String store) {
        return scheduler.state().open().values().stream()
                .flatMap(backup -> backup.stores().stream())
                .anyMatch(each -> each.name().equals(store) && !each.isClosed());
    }

    private static Response problem(int status, String code, String message, String hint) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of("code", code, "message", message, "hint", hint))
                .build();
    }
}
