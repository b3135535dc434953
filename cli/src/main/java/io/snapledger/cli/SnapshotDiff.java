package io.snapledger.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Rows;
import io.snapledger.stores.SnapshotEntry;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        sortOptions = false,
        description = {
            "Compares what two snapshots hold: added, removed, changed.",
            "Reads through the services, or with --from the repository itself with no service running; "
                    + "reads both lists side by side, not the contents."
        },
        footer = {
            "",
            "Example:",
            "  snapledger snapshot diff 20261120t000000z-abcdefghij-klmnop \\",
            "      20261121t000000z-qrstuvwxyz-klmnop -o json",
            "",
            "Changed is what has another type, size or digest; where no digest is known,",
            "another time. Exit code 0 also if they differ."
        })
final class SnapshotDiff implements Runnable {

    private static final List<Column> COLUMNS = List.of(
            Column.text("CHANGE", "change"),
            Column.text("TYPE", "type"),
            Column.bytes("BEFORE", "bytesBefore"),
            Column.bytes("SIZE", "bytes"),
            Column.time("MODIFIED", "modified"),
            Column.text("PATH", "path"));

    private static final Comparator<String> ORDER = new PathOrder();

    private final Session session;

    @Parameters(index = "0", paramLabel = "A", description = "The snapshot before.")
    private String before;

    @Parameters(index = "1", paramLabel = "B", description = "The snapshot after.")
    private String after;

    @Mixin
    private SnapshotSource source;

    SnapshotDiff(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        source.look(session, () -> SnapshotPlace.of(session.services(), before).repository(), this::compare);
    }

    private void compare(EntryLists lists) {
        long differences;
        try (EntryQueue old = new EntryQueue(lists, before);
                EntryQueue now = new EntryQueue(lists, after);
                Rows rows = session.output().rows(COLUMNS)) {
            merge(old, now, rows);
            differences = rows.count();
        }
        session.say(differences == 0 ? "No difference." : differences + " differences.");
    }

    private static void merge(EntryQueue old, EntryQueue now, Rows rows) {
        SnapshotEntry one = old.next();
        SnapshotEntry other = now.next();
        while (one != null || other != null) {
            int order = one == null ? 1 : other == null ? -1 : ORDER.compare(one.path(), other.path());
            if (order < 0) {
                add(rows, "removed", one, null);
            } else if (order > 0) {
                add(rows, "added", null, other);
            } else if (differ(one, other)) {
                add(rows, "changed", one, other);
            }
            one = order <= 0 ? old.next() : one;
            other = order >= 0 ? now.next() : other;
        }
    }

    /** The time of a directory changes with what is in it, which is told itself. */
    private static boolean differ(SnapshotEntry one, SnapshotEntry other) {
        if (!one.type().equals(other.type())) {
            return true;
        }
        if (one.type().equals("directory")) {
            return false;
        }
        boolean known = one.digest().isPresent() && other.digest().isPresent();
        return !one.bytes().equals(other.bytes())
                || (known
                        ? !one.digest().equals(other.digest())
                        : !one.modified().equals(other.modified()));
    }

    private static void add(Rows rows, String change, SnapshotEntry one, SnapshotEntry other) {
        SnapshotEntry shown = other == null ? one : other;
        ObjectNode row = EntryRows.row(shown);
        row.put("change", change);
        if (other == null) {
            row.remove(List.of("bytes", "modified", "digest"));
        }
        if (one != null) {
            one.bytes().ifPresent(bytes -> row.put("bytesBefore", bytes));
            one.modified().ifPresent(modified -> row.put("modifiedBefore", modified.toString()));
        }
        rows.add(row, shown.path());
    }
}
