package io.snapledger.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A list of the catalog.
 *
 * @param items rows, newest first
 * @param more whether there are more than were asked for
 * @param incomplete why older rows may be missing; empty if they are not
 */
public record Listing(List<JsonNode> items, boolean more, String incomplete) {

    private static final int PAGE = 1000;

    public Listing {
        items = List.copyOf(items);
    }

    /** Reads as many pages as needed. */
    public static Listing read(Services services, Query query, int limit) {
        List<JsonNode> items = new ArrayList<>();
        String first = query.with("limit", Math.min(PAGE, limit)).toString();
        String cursor = "";
        String incomplete = "";
        do {
            JsonNode page = services.get(
                    Service.CATALOG, cursor.isEmpty() ? first : first + "&cursor=" + Query.segment(cursor));
            page.path("items").forEach(items::add);
            cursor = Json.text(page, "next");
            if (page.path("rebuilding").asBoolean()) {
                incomplete = "the catalog is being rebuilt: rows may be missing";
            } else if (page.path("historyUnknown").asBoolean()) {
                incomplete = "the ledger was lost once: older rows may be missing";
            }
        } while (!cursor.isEmpty() && items.size() < limit);
        boolean more = !cursor.isEmpty() || items.size() > limit;
        return new Listing(items.subList(0, Math.min(limit, items.size())), more, incomplete);
    }
}
