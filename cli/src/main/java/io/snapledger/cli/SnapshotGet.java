package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Page;
import io.snapledger.cli.output.Words;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        aliases = "describe",
        sortOptions = false,
        description = "Shows a snapshot: streams with sizes and digests, versions, copies, what is not included.",
        footer = {"", "Example:", "  snapledger snapshot get 20261121t000000z-abcdefghij-klmnop -o yaml"})
final class SnapshotGet implements Runnable {

    private static final List<Column> STREAMS = List.of(
            Column.text("STREAM", "name"),
            Column.bytes("SIZE", "bytes"),
            Column.text("SHA-256", "sha256"),
            Column.text("USE", "use").onlyWide(),
            Column.text("FETCH", "fetch").onlyWide());

    private final Session session;

    @Parameters(paramLabel = "SNAPSHOT", description = "Its id.")
    private String snapshot;

    SnapshotGet(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        JsonNode found = session.services().get(Service.CATALOG, "/api/snapshots/" + Query.segment(snapshot));
        ObjectNode report = Json.object();
        report.put("snapshot", Json.text(found, "id"));
        BackupReport.copy(found, report, "backup", "plan", "store", "kind", "dueAt", "state", "reason", "message");
        BackupReport.copy(found, report, "bytesRead", "bytesStored", "segments");
        SnapshotReport.facts(found, report, new FetchCommands(session));
        BackupReport.copy(found, report, "copies", "attempts");
        session.output().one(report, snapshot, page -> show(report, page));
    }

    private static void show(JsonNode report, Page page) {
        page.value("Snapshot", Json.text(report, "snapshot"))
                .value("Store", Json.text(report, "store") + " (" + Json.text(report, "kind") + ")")
                .value("State", Json.text(report, "state"))
                .value("Reason", Json.text(report, "reason"))
                .value("Message", Json.text(report, "message"))
                .value("Due", Words.time(Json.text(report, "dueAt")))
                .value("Committed", Words.time(Json.text(report, "committedAt")))
                .value("Tool", Json.text(report, "toolVersion"))
                .value("Server", Json.text(report, "serverVersion"))
                .table(STREAMS, report.path("streams"));
        List<String> missing = new ArrayList<>();
        report.path("notIncluded")
                .forEach(not -> missing.add(Json.text(not, "what") + " (" + Json.text(not, "reason") + ")"));
        List<String> damage = new ArrayList<>();
        report.path("copies").properties().forEach(copy -> copy.getValue()
                .path("damage")
                .forEach(found -> damage.add(copy.getKey() + ": " + Json.text(found, "message"))));
        page.marked("not included: ", missing)
                .marked("warning: ", Json.texts(report, "warnings"))
                .marked("DAMAGED: ", damage);
    }
}
