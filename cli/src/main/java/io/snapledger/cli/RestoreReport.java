package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Page;
import io.snapledger.cli.output.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * A restore: what it would do, or what it did.
 *
 * @param document all of it
 * @param exit what it means for whoever waited
 */
record RestoreReport(ObjectNode document, Exit exit) {

    private static final List<Column> PLANNED = List.of(
            Column.text("STORE", "store"),
            Column.text("SNAPSHOT", "snapshot"),
            Column.bytes("SIZE", "bytes"),
            Column.of("FRESH", row -> row.path("fresh").asBoolean() ? "yes" : "no"),
            Column.text("TARGET", "target"),
            Column.text("REPOSITORY", "repository").onlyWide());

    private static final List<Column> RESTORED = List.of(
            Column.text("STORE", "store"),
            Column.text("SNAPSHOT", "snapshot"),
            Column.bytes("SIZE", "bytes"),
            Column.text("COMPARED", "factsCompared"),
            Column.text("TARGET", "target"),
            Column.text("SAFETY BACKUP", "safetyBackup").onlyWide());

    /** A dry run. */
    static RestoreReport planned(JsonNode planned) {
        ObjectNode report = Json.object();
        report.put("dryRun", true);
        report.set("planned", planned.path("stores"));
        report.set("blockers", planned.path("blockers"));
        report.set("warnings", planned.path("warnings"));
        return new RestoreReport(report, planned.path("blockers").isEmpty() ? Exit.DONE : Exit.BLOCKED);
    }

    /** A restore that did not begin, since its plan has blockers. */
    static RestoreReport refused(JsonNode planned) {
        RestoreReport report = planned(planned);
        report.document().put("dryRun", false);
        return report;
    }

    /** A restore of the catalog. */
    static RestoreReport of(JsonNode restore, Session session) {
        ObjectNode report = Json.object();
        report.put("restore", Json.text(restore, "id"));
        BackupReport.copy(restore, report, "state", "reason", "message", "failedStore", "change", "tries");
        BackupReport.copy(restore, report, "requestedAt", "plannedAt", "startedAt", "endedAt");
        BackupReport.copy(restore, report, "request", "executes", "progress", "planned", "blockers", "warnings");
        BackupReport.copy(restore, report, "restored", "changed", "left", "safetyBackups");
        ArrayNode goBack = report.putArray("goBack");
        restore.path("safetyBackups")
                .forEach(backup -> goBack.add("snapledger restore create --from " + backup.asText() + " --overwrite"
                        + session.sameServices()));
        return new RestoreReport(report, exit(restore));
    }

    /** A restore with no service running that has succeeded. */
    static RestoreReport cold(JsonNode planned, List<JsonNode> restored) {
        ObjectNode report = Json.object();
        report.put("state", "completed");
        restored.forEach(report.putArray("restored")::add);
        report.set("planned", planned.path("stores"));
        report.set("warnings", planned.path("warnings"));
        return new RestoreReport(report, Exit.DONE);
    }

    private static Exit exit(JsonNode restore) {
        return switch (Json.text(restore, "state")) {
            case "completed" -> Exit.DONE;
            case "planned" ->
                restore.path("request").path("dryRun").asBoolean()
                                && restore.path("blockers").isEmpty()
                        ? Exit.DONE
                        : Exit.BLOCKED;
            default -> Exit.of(Json.text(restore, "reason"));
        };
    }

    String name() {
        if (document.has("restore")) {
            return Json.text(document, "restore");
        }
        return String.join("\n", document.path("planned").findValuesAsText("snapshot"));
    }

    void show(Page page) {
        if (document.has("state")) {
            page.value("Restore", Json.text(document, "restore"))
                    .value("State", Json.text(document, "state"))
                    .value("Reason", Json.text(document, "reason"))
                    .value("Message", Json.text(document, "message"))
                    .value(target(), changed())
                    .value("Ended", Words.time(Json.text(document, "endedAt")));
        } else if (document.path("dryRun").asBoolean()) {
            page.line("A dry run: nothing was changed.");
        } else {
            page.line("Refused: the restore has not begun, nothing was changed.");
        }
        List<String> actions = new ArrayList<>();
        List<String> warnings = new ArrayList<>(Json.texts(document, "warnings"));
        for (JsonNode store : document.path("planned")) {
            String name = Json.text(store, "store");
            Json.texts(store, "actions").forEach(action -> actions.add(name + ": " + action));
            Json.texts(store, "warnings").forEach(warning -> warnings.add(name + ": " + warning));
        }
        for (JsonNode store : document.path("restored")) {
            String name = Json.text(store, "store");
            Json.texts(store, "notes").forEach(note -> warnings.add(name + ": " + note));
        }
        if (document.path("restored").isEmpty()) {
            page.table(PLANNED, document.path("planned"));
            page.marked("would ", page.wide() ? actions : shortened(actions));
        } else {
            page.table(RESTORED, document.path("restored"));
        }
        page.marked("left behind: ", Json.texts(document, "left"))
                .marked("warning: ", warnings)
                .marked("BLOCKED: ", Json.texts(document, "blockers"))
                .marked("what was there before was kept; to go back: ", Json.texts(document, "goBack"));
    }

    /** A restore of several stores failed at one of them. */
    private String target() {
        String store = Json.text(document, "failedStore");
        return store.isEmpty() ? "Target" : "Target of " + store;
    }

    private String changed() {
        return switch (Json.text(document, "change")) {
            case "" -> "";
            case "none" -> "was not changed";
            case "changed" -> "was changed" + details();
            default -> "may have been changed" + details();
        };
    }

    private String details() {
        List<String> changed = Json.texts(document, "changed");
        return changed.isEmpty() ? "" : ": " + String.join("; ", changed);
    }

    private static List<String> shortened(List<String> actions) {
        int shown = 20;
        if (actions.size() <= shown) {
            return actions;
        }
        List<String> some = new ArrayList<>(actions.subList(0, shown));
        some.add("… and do " + (actions.size() - shown) + " more things: see -o wide");
        return some;
    }
}
