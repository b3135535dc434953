package io.snapledger.scheduler.inbound;

import io.snapledger.access.Roles;
import io.snapledger.events.Nullable;
import io.snapledger.scheduler.Backup;
import io.snapledger.scheduler.Phase;
import io.snapledger.scheduler.SchedulerState;
import io.snapledger.scheduler.Store;
import io.snapledger.scheduler.wiring.RunningScheduler;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows what the scheduler waits for. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/scheduler")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "scheduler")
public class SchedulerResource {

    private final RunningScheduler scheduler;

    SchedulerResource(RunningScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * What the scheduler knows.
     *
     * @param ready whether everything that was in the ledger at the start is read
     * @param now time of the newest tick
     * @param unendedDumps dumps that were requested and have not ended
     * @param open open backups
     * @param queued backups that wait for another one of their plan
     */
    public record StateView(
            boolean ready, Instant now, long unendedDumps, List<BackupView> open, List<String> queued) {}

    /**
     * An open backup.
     *
     * @param backup its id
     * @param plan its plan
     * @param deadline when it ends at the latest
     * @param cancelled whether somebody asked to stop it
     * @param stores store by store
     */
    public record BackupView(String backup, String plan, Instant deadline, boolean cancelled, List<StoreView> stores) {}

    /**
     * A store of an open backup.
     *
     * @param store its name
     * @param snapshot id of the snapshot
     * @param phase {@code waiting}, {@code pausing}, {@code running}, {@code sealed}, {@code aborting}, {@code settling}
     *     or {@code closed}
     * @param number of the newest attempt
     * @param attempt the attempt under way
     * @param worker who has it
     * @param reason why it is being given up
     * @param answers repository -> what storage has said
     */
    public record StoreView(
            String store,
            String snapshot,
            String phase,
            int number,
            @Nullable String attempt,
            @Nullable String worker,
            @Nullable String reason,
            Map<String, String> answers) {}

    @GET
    @Path("/state")
    @Operation(operationId = "getSchedulerState", summary = "Open backups as the scheduler sees them")
    public StateView state() {
        SchedulerState state = scheduler.state();
        return new StateView(
                scheduler.isReady(),
                state.watch().now(),
                state.unendedDumps(),
                state.open().values().stream().map(SchedulerResource::view).toList(),
                state.queued().stream().map(run -> run.backup()).toList());
    }

    private static BackupView view(Backup backup) {
        return new BackupView(
                backup.id(),
                backup.plan(),
                backup.deadline().at(),
                backup.cancelled(),
                backup.stores().stream().map(SchedulerResource::view).toList());
    }

    private static StoreView view(Store store) {
        Phase phase = store.phase();
        String attempt = phase instanceof Phase.Running running
                ? running.attempt()
                : phase instanceof Phase.Sealed sealed ? sealed.attempt() : null;
        return new StoreView(
                store.name(),
                store.snapshot(),
                phase.word(),
                store.number(),
                attempt,
                phase instanceof Phase.Running running ? running.worker() : null,
                phase instanceof Phase.Aborting aborting ? aborting.reason() : null,
                store.answers());
    }
}
