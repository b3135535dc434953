package io.snapledger.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.stores.SnapshotEntry;
import java.util.List;

/** How an entry of a snapshot is shown. */
final class EntryRows {

    static final List<Column> COLUMNS = List.of(
            Column.text("TYPE", "type"),
            Column.bytes("SIZE", "bytes"),
            Column.time("MODIFIED", "modified"),
            Column.text("PATH", "path"),
            Column.text("DIGEST", "digest").onlyWide());

    private EntryRows() {}

    static ObjectNode row(SnapshotEntry entry) {
        ObjectNode row = Json.object();
        row.put("path", entry.path());
        row.put("type", entry.type());
        entry.bytes().ifPresent(bytes -> row.put("bytes", bytes));
        entry.modified().ifPresent(modified -> row.put("modified", modified.toString()));
        entry.digest().ifPresent(digest -> row.put("digest", digest));
        return row;
    }
}
