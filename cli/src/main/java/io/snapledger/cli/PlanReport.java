package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import java.util.ArrayList;
import java.util.List;

/** What is told of a plan. */
final class PlanReport {

    private PlanReport() {}

    static String stores(JsonNode plan) {
        List<String> names = new ArrayList<>();
        for (JsonNode store : plan.path("stores")) {
            names.add(store.isTextual() ? store.asText() : Json.text(store, "name"));
        }
        return String.join(",", names);
    }
}
