package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.cold.ColdOptions;
import io.snapledger.cli.cold.ColdRepository;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Listing;
import io.snapledger.cli.service.Query;
import io.snapledger.repository.Decision;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            "Exit code 8 if a decision in the repository cannot be read; it is named, and",
            "the others are listed."
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

    @Option(
            names = "--state",
            paramLabel = "STATE",
            completionCandidates = States.OfSnapshots.class,
            description = States.DESCRIPTION)
    private String state;

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
                .with("state", state)
                .with("repository", repository)
                .with("backup", backup)
                .with("since", filters.since)
                .with("until", filters.until);
        return Listings.read(session, query, filters.limit());
    }

    private Listing cold(UnreadableDecisions unreadable) {
        requireKnownCold();
        try (ColdRepository opened = cold.open(session.surroundings())) {
            List<JsonNode> all = opened.snapshots(unreadable::add);
            List<JsonNode> matching = all.stream()
                    .filter(row -> wanted().entrySet().stream()
                            .allMatch(wish -> wish.getValue().equals(Json.text(row, wish.getKey()))))
                    .toList();
            if (matching.isEmpty()) {
                wanted().forEach((filter, name) -> requireKnown(filter, name, all));
            }
            int shown = Math.min(filters.limit(), matching.size());
            return new Listing(matching.subList(0, shown), shown < matching.size(), "");
        }
    }

    private Map<String, String> wanted() {
        return Query.of("")
                .with("plan", filters.plan)
                .with("store", filters.store)
                .with("kind", kind)
                .with("state", state)
                .with("backup", backup)
                .parameters();
    }

    /** A repository alone knows decisions, and no more. */
    private void requireKnownCold() {
        if (repository != null || filters.since != null || filters.until != null) {
            throw CliException.usage("--repository, --since and --until are not for --from; HINT: leave them out");
        }
        Set<String> states = Arrays.stream(Decision.State.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        if (state != null && !states.contains(state)) {
            throw CliException.usage(
                    "no decision has the state '" + state + "'; HINT: one of " + String.join(", ", states));
        }
    }

    private static void requireKnown(String filter, String name, List<JsonNode> rows) {
        if (!filter.equals("state")) {
            Set<String> known =
                    rows.stream().map(row -> Json.text(row, filter)).collect(Collectors.toCollection(TreeSet::new));
            KnownNames.requireAmong(filter, name, known);
        }
    }
}
