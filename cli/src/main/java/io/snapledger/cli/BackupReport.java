package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Page;
import io.snapledger.cli.output.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A backup, store by store and stream by stream, with the commands that use it.
 *
 * @param document all of it
 */
record BackupReport(ObjectNode document) {

    private static final List<Column> STORES = List.of(
            Column.text("STORE", "store"),
            Column.text("STATE", "state"),
            Column.of("NOTE", Marks::of),
            Column.bytes("READ", "bytesRead"),
            Column.bytes("STORED", "bytesStored"),
            Column.text("SNAPSHOT", "snapshot"),
            Column.text("TOOL", "toolVersion").onlyWide(),
            Column.text("SERVER", "serverVersion").onlyWide());

    private static final List<Column> STREAMS = List.of(
            Column.text("STORE", "store"),
            Column.text("STREAM", "name"),
            Column.bytes("SIZE", "bytes"),
            Column.text("SHA-256", "sha256"),
            Column.text("FETCH", "fetch").onlyWide());

    static BackupReport of(JsonNode detail, Session session) {
        ObjectNode report = Json.object();
        report.put("backup", Json.text(detail, "id"));
        copy(
                detail,
                report,
                "plan",
                "state",
                "reason",
                "requestedBy",
                "safetyFor",
                "leftOut",
                "dueAt",
                "plannedAt",
                "endedAt");
        seconds(detail, "plannedAt", "endedAt").ifPresent(seconds -> report.put("seconds", seconds));
        copy(detail, report, "bytesRead", "bytesStored", "cancelReason", "history");
        report.set("repositories", detail.path("repositories"));
        ArrayNode stores = report.putArray("stores");
        FetchCommands fetch = new FetchCommands(session);
        detail.path("stores").forEach(store -> stores.add(store(store, detail.path("snapshots"), fetch)));
        if (hasSomething(detail)) {
            report.put(
                    "next",
                    "snapledger restore create --from " + Json.text(detail, "id") + session.sameServices()
                            + " --dry-run");
        }
        return new BackupReport(report);
    }

    private static ObjectNode store(JsonNode store, JsonNode snapshots, FetchCommands fetch) {
        ObjectNode report = Json.object();
        copy(store, report, "store", "kind", "state", "outcome", "snapshot", "attempts");
        copy(store, report, "bytesRead", "bytesStored", "missed", "suspect", "reason", "message", "copies");
        for (JsonNode snapshot : snapshots) {
            if (Json.text(snapshot, "id").equals(Json.text(store, "snapshot"))) {
                SnapshotReport.facts(snapshot, report, fetch);
            }
        }
        return report;
    }

    static void copy(JsonNode from, ObjectNode to, String... fields) {
        for (String field : fields) {
            if (from.hasNonNull(field)) {
                to.set(field, from.get(field));
            }
        }
    }

    private static java.util.Optional<Double> seconds(JsonNode node, String from, String to) {
        String begun = Json.text(node, from);
        String ended = Json.text(node, to);
        return begun.isEmpty() || ended.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(Duration.between(Instant.parse(begun), Instant.parse(ended))
                                .toMillis()
                        / 1000.0);
    }

    private static boolean hasSomething(JsonNode detail) {
        for (JsonNode store : detail.path("stores")) {
            if (List.of("committed", "verified", "expired").contains(Json.text(store, "state"))) {
                return true;
            }
        }
        return false;
    }

    String id() {
        return Json.text(document, "backup");
    }

    Exit exit() {
        return switch (Json.text(document, "state")) {
            case "complete" -> Exit.DONE;
            case "partial" -> Exit.PARTIAL;
            case "undecided" -> Exit.UNREACHABLE;
            default -> Exit.FAILED;
        };
    }

    void show(Page page) {
        page.value("Backup", id())
                .value("Plan", Json.text(document, "plan"))
                .value("State", Marks.with(Json.text(document, "state"), document))
                .value("Due", Words.time(Json.text(document, "dueAt")))
                .value("Took", took());
        page.table(STORES, document.path("stores"));
        List<JsonNode> streams = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (JsonNode store : document.path("stores")) {
            String name = Json.text(store, "store");
            store.path("streams").forEach(stream -> streams.add(((ObjectNode) stream.deepCopy()).put("store", name)));
            if (!Json.text(store, "message").isEmpty()) {
                failures.add(name + ": " + Json.text(store, "reason") + ": " + Json.text(store, "message"));
            }
            if (store.hasNonNull("suspect")) {
                failures.add(name + ": SUSPECT: " + Json.text(store, "suspect"));
            }
            for (JsonNode not : store.path("notIncluded")) {
                boolean missed = Json.text(not, "cause").equals("missed");
                (missed ? failures : remarks)
                        .add(name + (missed ? ": missed: " : ": not included: ") + Json.text(not, "what") + " ("
                                + Json.text(not, "reason") + ")");
            }
            Json.texts(store, "warnings").forEach(warning -> remarks.add(name + ": warning: " + warning));
        }
        page.table(STREAMS, streams).marked("", failures).marked("", remarks);
        if (document.has("next")) {
            page.line("").line("Next: " + Json.text(document, "next"));
        }
    }

    private String took() {
        return document.has("seconds")
                ? Words.duration(
                        Duration.ofMillis((long) (document.path("seconds").asDouble() * 1000)))
                : "";
    }
}
