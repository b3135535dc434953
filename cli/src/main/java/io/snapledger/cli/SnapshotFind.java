package io.snapledger.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Rows;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import io.snapledger.events.Identities;
import io.snapledger.restore.Subtree;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "find",
        sortOptions = false,
        description = {
            "Finds what has a name in a snapshot, or in every snapshot of a store, the newest first.",
            "Reads through the services, or with --from the repository itself with no service running."
        },
        footer = {
            "",
            "Examples:",
            "  snapledger snapshot find project '*.docx'",
            "  snapledger snapshot find 20261121t000000z-abcdefghij-klmnop 'docs/*/a.txt'",
            "",
            "In PATTERN * stands for any characters but a slash, ** for any, ? for one;",
            "without a slash it is compared with the last name of each path, else with all",
            "of it. Exit code 4 if nothing is found, 8 if a snapshot cannot be read; the",
            "others are searched all the same."
        })
final class SnapshotFind implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(
            Column.text("SNAPSHOT", "snapshot"),
            Column.text("TYPE", "type"),
            Column.bytes("SIZE", "bytes"),
            Column.time("MODIFIED", "modified"),
            Column.text("PATH", "path"));

    private final Session session;

    @Parameters(index = "0", paramLabel = "STORE-or-SNAPSHOT", description = "Where to look.")
    private String where;

    @Parameters(index = "1", paramLabel = "PATTERN", description = "What to look for.")
    private String pattern;

    @Mixin
    private SnapshotSource source;

    private boolean damaged;
    private long found;

    SnapshotFind(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        source.look(session, this::firstRepository, this::find);
        return (damaged ? Exit.DAMAGED : found == 0 ? Exit.NOT_FOUND : Exit.DONE).code();
    }

    private String firstRepository() {
        if (Identities.isSnapshot(where)) {
            return SnapshotPlace.of(session.services(), where).repository();
        }
        String newest = session.services()
                .get(
                        Service.CATALOG,
                        Query.of("/api/snapshots")
                                .with("store", where)
                                .with("state", "committed")
                                .with("limit", 1)
                                .toString())
                .path("items")
                .path(0)
                .path("id")
                .asText();
        if (newest.isEmpty()) {
            throw new CliException(
                    Exit.NOT_FOUND,
                    "not-found",
                    "no snapshot of store '" + where + "'; HINT: snapledger snapshot list");
        }
        return SnapshotPlace.of(session.services(), newest).repository();
    }

    private void find(EntryLists lists) {
        Pattern wanted = PathPattern.of(pattern);
        UnreadableDecisions unreadable = new UnreadableDecisions(session);
        try (Rows rows = session.output().rows(COLUMNS)) {
            for (String snapshot : snapshots(lists, unreadable)) {
                try {
                    find(lists, snapshot, wanted, rows);
                } catch (CliException e) {
                    if (e.exit() != Exit.DAMAGED) {
                        throw e;
                    }
                    session.say("DAMAGED: " + e.getMessage());
                    damaged = true;
                }
            }
            found = rows.count();
        }
        damaged |= unreadable.exit() == Exit.DAMAGED;
    }

    private List<String> snapshots(EntryLists lists, UnreadableDecisions unreadable) {
        if (Identities.isSnapshot(where)) {
            return List.of(where);
        }
        if (!Identities.isName(where)) {
            throw CliException.usage(
                    "'" + where + "' is neither a snapshot nor a store; HINT: snapledger snapshot list");
        }
        return lists.ofStore(where, unreadable::add);
    }

    private static void find(EntryLists lists, String snapshot, Pattern wanted, Rows rows) {
        lists.list(snapshot, Subtree.ALL, entry -> {
            if (wanted.matcher(entry.path()).matches()) {
                ObjectNode row = EntryRows.row(entry);
                row.put("snapshot", snapshot);
                rows.add(row, snapshot + " " + entry.path());
            }
        });
    }
}
