package io.snapledger.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.EntryLists;
import io.snapledger.cli.Exit;
import io.snapledger.cli.output.Json;
import io.snapledger.repository.UnreadableDecision;
import io.snapledger.restore.Subtree;
import io.snapledger.stores.SnapshotEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Lists what snapshots hold as restore-service tells it, which has the keys. */
public final class ServiceEntries implements EntryLists {

    private static final Set<String> RESTORABLE = Set.of("committed", "verified", "expired");

    private final Services services;
    private final String repository;

    /** @param repository look there alone; null: in the first that has a snapshot */
    public ServiceEntries(Services services, String repository) {
        this.services = services;
        this.repository = repository;
    }

    @Override
    public void list(String snapshot, Subtree within, Consumer<SnapshotEntry> entries) {
        Query query = Query.of("/api/snapshots/" + Query.segment(snapshot) + "/entries")
                .with("path", within.root().isEmpty() ? null : within.root())
                .with("repository", repository);
        Lines lines = new Lines(entries);
        services.each(Service.RESTORE, query.toString(), lines);
        if (!lines.ended) {
            throw new CliException(
                    Exit.UNREACHABLE,
                    "cut-off",
                    "the list of snapshot " + snapshot + " was cut off after " + lines.count
                            + " entries; HINT: ask again");
        }
    }

    /** The last line tells how a list ended. */
    private static final class Lines implements Consumer<JsonNode> {

        private final Consumer<SnapshotEntry> entries;
        private long count;
        private boolean ended;

        Lines(Consumer<SnapshotEntry> entries) {
            this.entries = entries;
        }

        @Override
        public void accept(JsonNode line) {
            if (line.has("path")) {
                entries.accept(entry(line));
                count++;
            } else if (line.has("code")) {
                throw new CliException(
                        Exit.of(Json.text(line, "code")),
                        Json.text(line, "code"),
                        Json.text(line, "message"),
                        Json.text(line, "hint"),
                        List.of(),
                        null);
            } else {
                ended = line.path("entries").asLong(-1) == count;
            }
        }

        private static SnapshotEntry entry(JsonNode line) {
            return new SnapshotEntry(
                    Json.text(line, "path"),
                    Json.text(line, "type"),
                    Optional.ofNullable(line.get("bytes")).map(JsonNode::asLong),
                    Optional.ofNullable(line.get("modified"))
                            .map(JsonNode::asText)
                            .map(Instant::parse),
                    Optional.ofNullable(line.get("digest")).map(JsonNode::asText));
        }
    }

    /** As the catalog knows them: it tells no unreadable ones. */
    @Override
    public List<String> ofStore(String store, Consumer<UnreadableDecision> unreadable) {
        return Listing.read(services, Query.of("/api/snapshots").with("store", store), Integer.MAX_VALUE)
                .items()
                .stream()
                .filter(snapshot -> RESTORABLE.contains(Json.text(snapshot, "state")))
                .map(snapshot -> Json.text(snapshot, "id"))
                .toList();
    }

    @Override
    public void close() {}
}
