package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Query;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        aliases = "ls",
        sortOptions = false,
        description = "Lists backups, the newest first.",
        footer = {
            "",
            "Examples:",
            "  snapledger backup list --plan nightly --state failed",
            "  snapledger backup list --state complete --limit 1 -o name"
        })
final class BackupList implements Runnable {

    private static final List<Column> COLUMNS = List.of(
            Column.text("BACKUP", "id"),
            Column.text("PLAN", "plan"),
            Column.text("STATE", "state"),
            Column.of("NOTE", Marks::of),
            Column.time("DUE", "dueAt"),
            Column.of("STORES", BackupList::stores),
            Column.bytes("READ", "bytesRead"),
            Column.bytes("STORED", "bytesStored"),
            Column.time("ENDED", "endedAt").onlyWide(),
            Column.text("REASON", "reason").onlyWide(),
            Column.of("REPOSITORIES", row -> String.join(",", Json.texts(row, "repositories")))
                    .onlyWide());

    private final Session session;

    @Mixin
    private ListFilters filters;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            completionCandidates = States.OfBackups.class,
            description = States.DESCRIPTION)
    private String state;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only with a store of this kind.")
    private String kind;

    @Option(names = "--repository", paramLabel = "NAME", description = "Only in this repository.")
    private String repository;

    BackupList(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        Query query = Query.of("/api/backups")
                .with("plan", filters.plan)
                .with("store", filters.store)
                .with("kind", kind)
                .with("state", state)
                .with("repository", repository)
                .with("since", filters.since)
                .with("until", filters.until);
        Listings.show(
                session,
                Listings.read(session, query, filters.limit()),
                COLUMNS,
                "No backups. HINT: snapledger backup create --wait");
    }

    private static String stores(JsonNode backup) {
        return StreamSupport.stream(backup.path("stores").spliterator(), false)
                .map(store -> Json.text(store, "store"))
                .collect(Collectors.joining(","));
    }
}
