package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Query;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        aliases = "ls",
        sortOptions = false,
        description = "Lists restores, the last one asked for first.",
        footer = {"", "Example:", "  snapledger restore list --state failed -o wide"})
final class RestoreList implements Runnable {

    private static final List<Column> COLUMNS = List.of(
            Column.text("RESTORE", "id"),
            Column.text("STATE", "state"),
            Column.text("FROM", "request", "from"),
            Column.of("STORES", RestoreList::stores),
            Column.time("REQUESTED", "requestedAt"),
            Column.time("ENDED", "endedAt"),
            Column.text("REASON", "reason").onlyWide(),
            Column.text("MESSAGE", "message").onlyWide());

    private final Session session;

    @Mixin
    private ListFilters filters;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            completionCandidates = States.OfRestores.class,
            description = States.DESCRIPTION)
    private String state;

    RestoreList(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Query query = Query.of("/api/restores")
                .with("plan", filters.plan)
                .with("store", filters.store)
                .with("state", state)
                .with("since", filters.since)
                .with("until", filters.until);
        Listings.show(
                session,
                Listings.read(session, query, filters.limit()),
                COLUMNS,
                "No restores. HINT: snapledger restore create --from latest --dry-run");
    }

    private static String stores(JsonNode restore) {
        List<String> planned = restore.path("planned").findValuesAsText("store");
        return String.join(",", planned.isEmpty() ? Json.texts(restore, "request", "stores") : planned);
    }
}
