package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.cold.ColdOptions;
import io.snapledger.cli.cold.ColdRepository;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Listing;
import io.snapledger.cli.service.Query;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        sortOptions = false,
        description = "Lists snapshots, the newest first; with --from those of a repository, with no service running.",
        footer = {
            "",
            "Examples:",
            "  snapledger snapshot list --store shop --state committed",
            "  snapledger snapshot list --from /var/lib/snapledger/repository",
            "",
            "Exit code 8 if a decision in the repository cannot be read; it is named, and the others are listed."
        })
final class SnapshotList implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(
            Column.text("SNAPSHOT", "id"),
            Column.text("STORE", "store"),
            Column.text("KIND", "kind"),
            Column.text("PLAN", "plan"),
            Column.text("STATE", "state"),
            Column.of("NOTE", Marks::of),
            Column.time("DUE", "dueAt"),
            Column.bytes("READ", "bytesRead"),
            Column.bytes("STORED", "bytesStored"),
            Column.text("TOOL", "toolVersion").onlyWide(),
            Column.text("SERVER", "serverVersion").onlyWide());

    private final Session session;

    @Mixin
    private ListFilters filters;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind.")
    private String kind;

    @Option(names = "--backup", paramLabel = "BACKUP", description = "Only of this backup.")
    private String backup;

    @Option(names = "--repository", paramLabel = "NAME", description = "Only in this repository.")
    private String repository;

    @Mixin
    private ColdOptions cold;

    SnapshotList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        UnreadableDecisions unreadable = new UnreadableDecisions(session);
        Listings.show(
                session,
                cold.isGiven() ? cold(unreadable) : warm(),
                COLUMNS,
                "No snapshots. HINT: snapledger backup create --wait");
        return unreadable.exit().code();
    }

    private Listing warm() {
        Query query = Query.of("/api/snapshots")
                .with("plan", filters.plan)
                .with("store", filters.store)
                .with("kind", kind)
                .with("state", filters.state)
                .with("repository", repository)
                .with("backup", backup)
                .with("since", filters.since)
                .with("until", filters.until);
        return Listing.read(session.services(), query, filters.limit());
    }

    private Listing cold(UnreadableDecisions unreadable) {
        try (ColdRepository opened = cold.open()) {
            List<JsonNode> matching = opened.snapshots(unreadable::add).stream()
                    .filter(row -> is(filters.plan, row, "plan")
                            && is(filters.store, row, "store")
                            && is(kind, row, "kind")
                            && is(filters.state, row, "state")
                            && is(backup, row, "backup"))
                    .toList();
            int shown = Math.min(filters.limit(), matching.size());
            return new Listing(matching.subList(0, shown), shown < matching.size(), "");
        }
    }

    private static boolean is(String wanted, JsonNode row, String field) {
        return wanted == null || wanted.equals(Json.text(row, field));
    }
}
