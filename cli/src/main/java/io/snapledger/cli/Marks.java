package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import java.util.ArrayList;
import java.util.List;

/** What is said in the same breath as the state of a backup or snapshot: that it is partial, suspect, or kept for a restore. */
final class Marks {

    private Marks() {}

    /** Of a snapshot, a backup, or a backup in brief as the status has it; empty if nothing has to be said. */
    static String of(JsonNode row) {
        List<String> marks = new ArrayList<>();
        String restore = Json.text(row, "safetyFor");
        if (!restore.isEmpty()) {
            marks.add("safety snapshot of restore " + restore);
        }
        add(row, "", marks);
        row.path("stores").forEach(store -> add(store, Json.text(store, "store") + " ", marks));
        row.path("partial").properties().forEach(store -> marks.add(store.getKey() + " misses " + store.getValue()));
        if (row.path("suspect").isObject()) {
            row.path("suspect").properties().forEach(store -> marks.add(store.getKey() + " SUSPECT"));
        }
        List<String> leftOut = Json.texts(row, "leftOut");
        if (!leftOut.isEmpty() && restore.isEmpty()) {
            marks.add("without " + String.join(",", leftOut));
        }
        return String.join("; ", marks);
    }

    private static void add(JsonNode snapshot, String of, List<String> marks) {
        long missed = snapshot.path("missed").asLong();
        if (missed > 0) {
            marks.add(of + "misses " + missed);
        }
        if (snapshot.path("suspect").isTextual()) {
            marks.add(of + "SUSPECT");
        }
    }

    /** A state and what has to be said with it. */
    static String with(String state, JsonNode row) {
        String marks = of(row);
        return marks.isEmpty() ? state : state + " (" + marks + ")";
    }
}
