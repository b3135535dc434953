package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Format;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.Output;
import io.snapledger.cli.output.Words;
import io.snapledger.cli.service.EventFeed;
import io.snapledger.cli.service.Listing;
import io.snapledger.cli.service.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        sortOptions = false,
        description = "Shows the ledger: what has happened, and with --follow what happens.",
        footer = {
            "",
            "Examples:",
            "  snapledger events --backup 20261121t000000z-abcdefghij",
            "  snapledger events --type dump.failed --since 2026-11-20T00:00:00Z",
            "  snapledger events --follow -o jsonl"
        })
final class EventsCommand implements Runnable {

    private static final List<Column> COLUMNS = List.of(
            Column.time("TIME", "time"),
            Column.of("TYPE", EventsCommand::type),
            Column.text("STORE", "store"),
            Column.text("SUBJECT", "subject"),
            Column.text("DATA", "data").onlyWide());

    private static final Set<Format> STREAMS = Set.of(Format.table, Format.wide, Format.jsonl, Format.name);

    private final Session session;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with the events to come, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only of this type, such as dump.completed.")
    private String type;

    @Option(names = "--backup", paramLabel = "BACKUP", description = "Only of this backup.")
    private String backup;

    @Option(names = "--snapshot", paramLabel = "SNAPSHOT", description = "Only of this snapshot.")
    private String snapshot;

    @Option(names = "--restore", paramLabel = "RESTORE", description = "Only of this restore.")
    private String restore;

    @Option(names = "--plan", paramLabel = "PLAN", description = "Only of this plan.")
    private String plan;

    @Option(names = "--store", paramLabel = "STORE", description = "Only of this store.")
    private String store;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Of this time or later: RFC 3339, or DD-MM-YYYY-hh-mm-ss.")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
    private String until;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most the last N (default: ${DEFAULT-VALUE}).")
    private int limit;

    EventsCommand(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        if (limit < 1) {
            throw CliException.usage("--limit is " + limit + "; HINT: 1 or more");
        }
        if (!follow) {
            show(listed());
        } else if (!STREAMS.contains(session.output().format())) {
            throw CliException.usage("events without an end are no document; HINT: --follow -o jsonl");
        } else {
            follow();
        }
    }

    private List<JsonNode> show(Listing listing) {
        List<JsonNode> oldestFirst = new ArrayList<>(listing.items());
        Collections.reverse(oldestFirst);
        Listings.show(session, new Listing(oldestFirst, listing.more(), listing.incomplete()), COLUMNS, "No events.");
        return oldestFirst;
    }

    private Listing listed() {
        return Listings.read(
                session, filtered("/api/events").with("since", since).with("until", until), limit);
    }

    private void follow() {
        if (until != null) {
            throw CliException.usage("--until contradicts --follow; HINT: leave one out");
        }
        KnownNames names = new KnownNames(session.services());
        Query named = Query.of("/api/events").with("plan", plan).with("store", store);
        named.parameters().forEach((filter, name) -> names.require(named.path(), filter, name));
        Output output = session.output();
        String last = "";
        if (since != null) {
            last = show(listed()).stream()
                    .map(event -> event.path("sequence").asLong())
                    .max(Long::compare)
                    .map(Object::toString)
                    .orElse("");
        }
        try {
            new EventFeed(session.services(), filtered("/api/events/stream").toString(), last)
                    .follow(() -> session.say("Following; Ctrl-C stops."), event -> show(output, event));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Query filtered(String path) {
        return Query.of(path)
                .with("type", type)
                .with("backup", backup)
                .with("snapshot", snapshot)
                .with("restore", restore)
                .with("plan", plan)
                .with("store", store);
    }

    private static void show(Output output, JsonNode event) {
        switch (output.format()) {
            case jsonl -> output.streamed(event);
            case name -> output.line(Json.text(event, "id"));
            default ->
                output.line(Words.time(Json.text(event, "time")) + "  " + type(event) + "  "
                        + Json.text(event, "subject")
                        + (output.format() == Format.wide ? "  " + Json.text(event, "data") : ""));
        }
    }

    /** Without what is the same for all. */
    private static String type(JsonNode event) {
        return Json.text(event, "type").replaceFirst("^io\\.snapledger\\.", "").replaceFirst("\\.v1$", "");
    }
}
