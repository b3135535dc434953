package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        aliases = "ls",
        sortOptions = false,
        description = "Lists the configured stores with the last snapshot of each.",
        footer = {"", "Example:", "  snapledger store list -o wide"})
final class StoreList implements Runnable {

    private static final List<Column> COLUMNS = List.of(
            Column.text("STORE", "store"),
            Column.text("KIND", "kind"),
            Column.text("PLACE", "place"),
            Column.of("READY", store -> store.path("ready").asBoolean() ? "yes" : "no"),
            Column.text("LAST SNAPSHOT", "lastSnapshot", "id"),
            Column.of(
                    "STATE",
                    store -> Marks.with(Json.text(store, "lastSnapshot", "state"), store.path("lastSnapshot"))),
            Column.of("PROBLEM", store -> String.join(" ", Json.texts(store, "problems")))
                    .onlyWide());

    private final Session session;

    StoreList(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        List<JsonNode> stores = new ArrayList<>();
        for (JsonNode store : session.services().get(Service.DUMP, "/api/dump/stores")) {
            stores.add(((ObjectNode) store).set("lastSnapshot", last(Json.text(store, "store"))));
        }
        session.output()
                .list(
                        stores,
                        store -> Json.text(store, "store"),
                        COLUMNS,
                        "No stores. HINT: snapledger up --store project=files:/srv/project");
    }

    private JsonNode last(String store) {
        Query newest = Query.of("/api/snapshots").with("store", store).with("limit", 1);
        return session.services()
                .get(Service.CATALOG, newest.toString())
                .path("items")
                .path(0);
    }
}
