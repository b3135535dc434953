package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.snapledger.cli.output.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What endangers the data although every service is up: stores that cannot be dumped, plans without a complete backup of all
 * their stores.
 *
 * @param stores how many stores were looked at
 * @param told each risk in a sentence
 * @param severe whether one of them is more than a remark
 */
record Risks(int stores, List<String> told, boolean severe) {

    /**
     * @param plans as configured, each with its last backups
     * @param probes what dump-service found at each store
     */
    static Risks of(JsonNode plans, JsonNode probes) {
        List<String> risks = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (JsonNode probe : probes) {
            if (!probe.path("ready").asBoolean()) {
                risks.add("store '" + Json.text(probe, "store") + "' cannot be dumped: "
                        + String.join("; ", Json.texts(probe, "problems")));
            }
        }
        if (!risks.isEmpty()) {
            risks.add(0, risks.size() + " of " + probes.size() + " stores cannot be dumped");
        }
        for (JsonNode plan : plans) {
            ofPlan(plan, risks, remarks);
        }
        boolean severe = !risks.isEmpty();
        risks.addAll(remarks);
        return new Risks(probes.size(), risks, severe);
    }

    private static void ofPlan(JsonNode plan, List<String> risks, List<String> remarks) {
        String name = "plan '" + Json.text(plan, "plan") + "'";
        JsonNode last = plan.path("last");
        JsonNode complete = plan.path("lastComplete");
        if (!complete.isObject()) {
            if (!last.isObject()) {
                remarks.add(name + " has no backup yet");
            } else if (last.hasNonNull("endedAt")) {
                risks.add(name + " has no complete backup of all its stores; the last one is "
                        + Marks.with(Json.text(last, "state"), last));
            }
            return;
        }
        Set<String> absent = new TreeSet<>();
        plan.path("stores").forEach(store -> absent.add(store.isTextual() ? store.asText() : Json.text(store, "name")));
        absent.removeAll(Json.texts(complete, "stores"));
        if (!absent.isEmpty()) {
            risks.add(name + ": " + absent + " is not in its last complete backup " + Json.text(complete, "id"));
        }
        flaws(name, last, Set.of(), risks);
        flaws(
                name,
                plan.path("lastWhole"),
                Set.copyOf(Json.texts(last, "stores")),
                risks); // last may be of some stores alone
    }

    private static void flaws(String plan, JsonNode backup, Set<String> backedUpSince, List<String> risks) {
        backup.path("suspect").properties().stream()
                .filter(store -> !backedUpSince.contains(store.getKey()))
                .forEach(store -> risks.add(plan + ": the last backup of " + store.getKey() + " is suspect: "
                        + store.getValue().asText()));
        backup.path("partial").properties().stream()
                .filter(store -> !backedUpSince.contains(store.getKey()))
                .forEach(store -> risks.add(plan + ": the last backup of " + store.getKey() + " misses "
                        + store.getValue().asText()));
    }

    void tell(ArrayNode array) {
        told.forEach(array::add);
    }

    Exit exit() {
        return severe ? Exit.FAILED : Exit.DONE;
    }
}
