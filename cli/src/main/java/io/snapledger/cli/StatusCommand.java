package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Page;
import io.snapledger.cli.service.Readiness;
import io.snapledger.cli.service.Readiness.Standing;
import io.snapledger.cli.service.Service;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
            "Exit code 1 if a store cannot be dumped, or a plan has run and none of its",
            "backups of all stores is complete; 6 if a service cannot be reached or is not",
            "ready. Services in processes of their own are asked where",
            "SNAPLEDGER_SCHEDULER_URL, _DUMP_URL, _STORAGE_URL, _CATALOG_URL and",
            "_RESTORE_URL say; others are 'not asked'."
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
            Column.of("LAST", plan -> Marks.with(Json.text(plan.path("last"), "state"), plan.path("last"))),
            Column.of("RUNNING", plan -> String.join(",", Json.texts(plan, "running"))),
            Column.time("NEXT DUE", "next"),
            Column.time("LAST MISSED", "lastMissed", "lastDueAt"));

    private final Session session;

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Map<Service, Standing> standings = new EnumMap<>(Service.class);
        Readiness readiness = new Readiness(session.services());
        for (Service service : Service.values()) {
            standings.put(service, readiness.of(service));
        }
        JsonNode plans = ask(standings, Service.SCHEDULER, "/api/plans");
        JsonNode catalog = ask(standings, Service.CATALOG, "/api/status");
        JsonNode stores = ask(standings, Service.DUMP, "/api/dump/stores");
        JsonNode key = ask(standings, Service.RESTORE, "/api/keys/proof");
        boolean fine = standings.values().stream().allMatch(Standing::isFine);
        ObjectNode status = Json.object();
        ArrayNode services = status.putArray("services");
        standings.forEach((service, standing) -> services.addObject()
                .put("service", service.word())
                .put("state", standing.state())
                .put("url", standing.url())
                .put("reason", standing.reason()));
        status.set("plans", merged(plans, catalog));
        status.put("recoveryKey", key.isMissingNode() ? "unknown" : Json.text(key, "status"));
        BackupReport.copy(catalog, status, "caughtUp", "lag", "trouble", "rebuilding", "historyNotes", "unreadable");
        BackupReport.copy(catalog, status, "unreadableDecisions");
        Risks risks = Risks.of(status.path("plans"), stores);
        status.put("stores", risks.stores());
        risks.tell(status.putArray("risks"));
        session.output().one(status, fine ? "up" : "down", page -> show(status, page));
        return (fine ? risks.exit() : Exit.UNREACHABLE).code();
    }

    /** Asks a service that answers; what it refuses counts against it. */
    private JsonNode ask(Map<Service, Standing> standings, Service service, String path) {
        Standing standing = standings.get(service);
        if (!standing.answers()) {
            return MissingNode.getInstance();
        }
        try {
            return session.services().get(service, path);
        } catch (CliException e) {
            standings.put(service, new Standing("failed", standing.url(), e.getMessage()));
            return MissingNode.getInstance();
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
            row.set("stores", plan.path("stores"));
            if (plan.path("next").has(0)) {
                row.set("next", plan.path("next").get(0));
            }
            for (JsonNode known : catalog.path("plans")) {
                if (Json.text(known, "plan").equals(name)) {
                    BackupReport.copy(known, row, "lastComplete", "lastWhole", "last", "running", "lastMissed");
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
        page.marked("AT RISK: ", Json.texts(status, "risks"));
        if (status.path("unreadableDecisions").asInt() > 0) {
            page.line(status.path("unreadableDecisions").asInt()
                    + " decisions in repositories could not be read: snapledger snapshot list --state damaged");
        }
        page.marked("note: ", Json.texts(status, "historyNotes"));
    }
}
