package io.snapledger.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.testkit.cluster.Cluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The events of one backup, as the catalog lists them. */
final class Ledger {

    private final Cluster cluster;
    private final String backup;

    Ledger(Cluster cluster, String backup) {
        this.cluster = cluster;
        this.backup = backup;
    }

    /** Of one type such as {@code dump.started}, newest first; at most 1000. */
    List<JsonNode> events(String type) throws InterruptedException {
        JsonNode page = cluster.api()
                .get(cluster.api().catalog(), "/api/events?type=" + type + "&backup=" + backup + "&limit=1000")
                .expect(200)
                .body();
        if (!page.path("next").isNull()) {
            throw new IllegalStateException("more than 1000 events " + type + " of backup " + backup);
        }
        List<JsonNode> events = new ArrayList<>();
        page.path("items").forEach(events::add);
        return events;
    }

    /** Stores that events of a type are about. */
    Set<String> stores(String type) throws InterruptedException {
        Set<String> stores = new TreeSet<>();
        events(type).forEach(event -> stores.add(event.path("store").asText()));
        return stores;
    }

    /** Stores by the worker that has claimed an attempt at them. */
    Map<String, Set<String>> claims() throws InterruptedException {
        Map<String, Set<String>> claims = new HashMap<>();
        for (JsonNode event : events("dump.started")) {
            claims.computeIfAbsent(event.path("data").path("worker").asText(), worker -> new TreeSet<>())
                    .add(event.path("store").asText());
        }
        return claims;
    }

    /** How a store of the backup stands or ended, in one line: every end of an attempt with its reason. */
    String story() throws InterruptedException {
        StringBuilder story = new StringBuilder();
        for (String type : List.of("dump.failed", "upload.failed")) {
            for (JsonNode event : events(type)) {
                JsonNode data = event.path("data");
                story.append(String.format(
                        "  %s %s: %s%s, %s%n",
                        type,
                        event.path("store").asText(),
                        data.path("reason").asText(),
                        data.path("final").asBoolean() ? " (final)" : "",
                        data.path("message").asText()));
            }
        }
        return story.toString();
    }
}
