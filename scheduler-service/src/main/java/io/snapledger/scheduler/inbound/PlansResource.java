package io.snapledger.scheduler.inbound;

import io.snapledger.access.Roles;
import io.snapledger.events.Nullable;
import io.snapledger.scheduler.CronSchedule;
import io.snapledger.scheduler.Plan;
import io.snapledger.scheduler.Plans;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows plans and when they are due. */
@RolesAllowed(Roles.VIEWER)
@Path("/api/plans")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "plans")
public class PlansResource {

    private static final int NEXT = 5;

    private final Plans plans;
    private final InstantSource clock = Clock.systemUTC();

    PlansResource(Plans plans) {
        this.plans = plans;
    }

    /**
     * A plan as configured.
     *
     * @param name of the plan
     * @param schedule cron expression; absent for a plan that runs on demand only
     * @param zone of the schedule
     * @param stores in the plan's order
     * @param repositories the first one decides
     * @param overlap {@code skip} or {@code queue}
     * @param catchUp whether missed runs are made up for
     * @param attempts most tries per store
     * @param startWithin ISO 8601 duration
     * @param deadline ISO 8601 duration
     * @param next the next five due times
     */
    public record PlanView(
            String name,
            @Nullable String schedule,
            @Nullable String zone,
            List<Plan.PlanStore> stores,
            List<String> repositories,
            String overlap,
            boolean catchUp,
            int attempts,
            String startWithin,
            String deadline,
            List<Instant> next) {}

    /** @param items all plans */
    public record PlanList(List<PlanView> items) {}

    @GET
    @Operation(operationId = "listPlans", summary = "All plans with their next due times")
    public PlanList list() {
        return new PlanList(plans.all().stream().map(this::view).toList());
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getPlan", summary = "One plan with its next due times")
    @APIResponse(
            responseCode = "200",
            description = "the plan",
            content = @Content(schema = @Schema(implementation = PlanView.class)))
    @APIResponse(responseCode = "404", description = "no such plan")
    public Response get(@PathParam("name") String name) {
        return plans.find(name)
                .map(plan -> Response.ok(view(plan)).build())
                .orElseGet(() -> Replies.error(
                        404,
                        "unknown-plan",
                        "there is no plan of this name",
                        "the plans are " + plans.all().stream().map(Plan::name).toList()));
    }

    private PlanView view(Plan plan) {
        return new PlanView(
                plan.name(),
                plan.schedule().map(CronSchedule::expression).orElse(null),
                plan.schedule().map(schedule -> schedule.zone().getId()).orElse(null),
                plan.stores(),
                plan.repositories(),
                plan.overlap().name().toLowerCase(Locale.ROOT),
                plan.catchUp(),
                plan.attempts(),
                plan.startWithin().toString(),
                plan.deadline().toString(),
                plan.schedule().map(this::next).orElse(List.of()));
    }

    private List<Instant> next(CronSchedule schedule) {
        List<Instant> dues = new ArrayList<>();
        Optional<Instant> due = schedule.next(clock.instant());
        while (due.isPresent() && dues.size() < NEXT) {
            dues.add(due.get());
            due = schedule.next(due.get());
        }
        return dues;
    }
}
