package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Page;
import io.snapledger.cli.output.Words;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        aliases = {"describe", "explain"},
        sortOptions = false,
        description = "Shows a plan with its next five due times.",
        footer = {"", "Example:", "  snapledger plan get nightly"})
final class PlanGet implements Runnable {

    private final Session session;

    @Parameters(paramLabel = "PLAN", description = "Its name.")
    private String plan;

    PlanGet(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        JsonNode found = session.services().get(Service.SCHEDULER, "/api/plans/" + Query.segment(plan));
        session.output().one(found, plan, page -> show(found, page));
    }

    private static void show(JsonNode plan, Page page) {
        page.value("Plan", Json.text(plan, "name"))
                .value("Schedule", plan.hasNonNull("schedule") ? Json.text(plan, "schedule") : "on demand")
                .value("Zone", Json.text(plan, "zone"))
                .value("Stores", PlanReport.stores(plan))
                .value("Repositories", String.join(", ", Json.texts(plan, "repositories")))
                .value("Overlap", Json.text(plan, "overlap"))
                .value("Attempts", Json.text(plan, "attempts"))
                .value("Start within", Words.span(Json.text(plan, "startWithin")))
                .value("Deadline", Words.span(Json.text(plan, "deadline")))
                .marked("next ", Json.texts(plan, "next"));
    }
}
