package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Page;
import io.snapledger.cli.service.Service;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        sortOptions = false,
        description = "Answers: are we safe? Services, recovery key, and plan by plan the last complete backup.",
        footer = {
            "",
            "Examples:",
            "  snapledger status",
            "  until snapledger status >/dev/null 2>&1; do sleep 1; done",
            "",
            "Exit code 6 if a service cannot be reached or is not ready."
        })
final class StatusCommand implements Callable<Integer> {

    private static final List<Column> SERVICES = List.of(
            Column.text("SERVICE", "service"),
            Column.text("STATE", "state"),
            Column.text("URL", "url"),
            Column.text("REASON", "reason"));

    private static final List<Column> PLANS = List.of(
            Column.text("PLAN", "plan"),
            Column.text("LAST COMPLETE", "lastComplete", "id"),
            Column.time("ENDED", "lastComplete", "endedAt"),
            Column.text("LAST", "last", "state"),
            Column.of("RUNNING", plan -> String.join(",", Json.texts(plan, "running"))),
            Column.time("NEXT DUE", "next"),
            Column.time("LAST MISSED", "lastMissed", "lastDueAt").onlyWide());

    private final Session session;

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ObjectNode status = Json.object();
        ArrayNode services = status.putArray("services");
        JsonNode plans = ask(services, Service.SCHEDULER, "/api/plans");
        JsonNode catalog = ask(services, Service.CATALOG, "/api/status");
        JsonNode key = ask(services, Service.RESTORE, "/api/keys/proof");
        JsonNode ready = ask(services, Service.SCHEDULER, "/q/health/ready");
        services.remove(services.size() - 1);
        boolean safe = true;
        for (JsonNode service : services) {
            safe &= Json.text(service, "state").equals("up");
        }
        if (ready.isMissingNode() && safe) {
            ((ObjectNode) services.get(0)).put("state", "not ready");
            safe = false;
        }
        status.set("plans", merged(plans, catalog));
        status.put("recoveryKey", key.isMissingNode() ? "unknown" : Json.text(key, "status"));
        BackupReport.copy(catalog, status, "caughtUp", "lag", "trouble", "rebuilding", "historyNotes", "unreadable");
        session.output().one(status, safe ? "up" : "down", page -> show(status, page));
        return (safe ? Exit.DONE : Exit.UNREACHABLE).code();
    }

    private JsonNode ask(ArrayNode services, Service service, String path) {
        ObjectNode told = services.addObject();
        told.put("service", service.name().toLowerCase(java.util.Locale.ROOT));
        told.put("url", session.services().url(service).toString());
        try {
            JsonNode answer = session.services().get(service, path);
            told.put("state", "up");
            return answer;
        } catch (CliException e) {
            told.put("state", e.exit() == Exit.UNREACHABLE ? "not reachable" : "failed");
            told.put("reason", e.getMessage());
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        }
    }

    /** Plans as configured, each with what the catalog knows of it; then those that are configured no more. */
    private static ArrayNode merged(JsonNode plans, JsonNode catalog) {
        ArrayNode all = Json.object().putArray("plans");
        java.util.Set<String> configured = new java.util.TreeSet<>();
        for (JsonNode plan : plans.path("items")) {
            String name = Json.text(plan, "name");
            configured.add(name);
            ObjectNode row = all.addObject().put("plan", name);
            if (plan.path("next").has(0)) {
                row.set("next", plan.path("next").get(0));
            }
            for (JsonNode known : catalog.path("plans")) {
                if (Json.text(known, "plan").equals(name)) {
                    BackupReport.copy(known, row, "lastComplete", "last", "running", "lastMissed");
                }
            }
        }
        for (JsonNode known : catalog.path("plans")) {
            if (!configured.contains(Json.text(known, "plan"))) {
                all.add(known);
            }
        }
        return all;
    }

    private static void show(JsonNode status, Page page) {
        page.value("Recovery key", Json.text(status, "recoveryKey"));
        if (Json.text(status, "recoveryKey").equals("AT RISK")) {
            page.line("              nobody has shown to hold it: snapledger key prove --recovery-key FILE");
        }
        page.value("Trouble", Json.text(status, "trouble"));
        if (status.path("rebuilding").asBoolean()) {
            page.value("Catalog", "is being rebuilt");
        } else if (status.has("caughtUp") && !status.path("caughtUp").asBoolean()) {
            page.value("Catalog", "is still reading the ledger");
        }
        page.table(SERVICES, status.path("services")).table(PLANS, status.path("plans"));
        page.marked("note: ", Json.texts(status, "historyNotes"));
    }
}
