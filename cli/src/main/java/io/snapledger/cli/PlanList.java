package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Words;
import io.snapledger.cli.service.Service;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        aliases = "ls",
        sortOptions = false,
        description = "Lists plans with their next due times.",
        footer = {"", "Example:", "  snapledger plan list -o wide"})
final class PlanList implements Runnable {

    private static final List<Column> COLUMNS = List.of(
            Column.text("PLAN", "name"),
            Column.of("SCHEDULE", plan -> plan.hasNonNull("schedule") ? Json.text(plan, "schedule") : "on demand"),
            Column.text("ZONE", "zone"),
            Column.of("STORES", PlanReport::stores),
            Column.of("REPOSITORIES", plan -> String.join(",", Json.texts(plan, "repositories"))),
            Column.of("NEXT", plan -> Words.time(plan.path("next").path(0).asText(""))),
            Column.text("OVERLAP", "overlap").onlyWide(),
            Column.text("ATTEMPTS", "attempts").onlyWide(),
            Column.text("DEADLINE", "deadline").onlyWide());

    private final Session session;

    PlanList(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        List<JsonNode> plans = new ArrayList<>();
        session.services().get(Service.SCHEDULER, "/api/plans").path("items").forEach(plans::add);
        session.output().list(plans, plan -> Json.text(plan, "name"), COLUMNS, "No plans are configured.");
    }
}
