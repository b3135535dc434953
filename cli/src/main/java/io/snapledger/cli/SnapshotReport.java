package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Json;

/** What is told of a snapshot: versions, times, streams and the commands that fetch them. */
final class SnapshotReport {

    private SnapshotReport() {}

    /** Adds the facts of a snapshot of the catalog. */
    static void facts(JsonNode snapshot, ObjectNode report, FetchCommands fetch) {
        BackupReport.copy(snapshot, report, "attempt", "toolVersion", "serverVersion");
        BackupReport.copy(snapshot, report, "startedAt", "sealedAt", "committedAt");
        ArrayNode streams = report.putArray("streams");
        for (JsonNode stream : snapshot.path("streams")) {
            ObjectNode told = streams.addObject();
            BackupReport.copy(stream, told, "name", "bytes", "sha256");
            fetch.tell(snapshot, Json.text(stream, "name"), told);
            if (stream.hasNonNull("nativeUse")) {
                told.set("use", stream.get("nativeUse"));
            }
        }
        BackupReport.copy(snapshot, report, "notIncluded", "warnings");
    }
}
