package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is said in the same breath as the state of a backup or snapshot: that it is partial, suspect, or kept for a restore. */
final class Marks {

    private static final Set<String> WITHOUT_SNAPSHOT = Set.of("failed", "cancelled", "undecided");

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
        row.path("failed")
                .properties()
                .forEach(store ->
                        marks.add(store.getKey() + " " + store.getValue().asText()));
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

    /** @param of the store with a blank, where a store of a backup is told */
    private static void add(JsonNode snapshot, String of, List<String> marks) {
        String outcome = Json.text(snapshot, "outcome");
        if (!of.isEmpty() && WITHOUT_SNAPSHOT.contains(outcome)) {
            marks.add(of + outcome);
        }
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
