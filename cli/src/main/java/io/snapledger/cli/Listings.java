package io.snapledger.cli;

import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Listing;
import io.snapledger.cli.service.Query;
import java.util.List;

/** Shows lists of the catalog, and says where they are not all. */
final class Listings {

    private Listings() {}

    /**
     * Reads a list of the catalog.
     *
     * @throws CliException not found, if a filter names something that does not exist
     */
    static Listing read(Session session, Query query, int limit) {
        Listing listing = Listing.read(session.services(), query, limit);
        if (listing.items().isEmpty()) {
            KnownNames names = new KnownNames(session.services());
            query.parameters().forEach((filter, name) -> names.require(query.path(), filter, name));
        }
        return listing;
    }

    static void show(Session session, Listing listing, List<Column> columns, String nothing) {
        session.output().list(listing.items(), row -> Json.text(row, "id"), columns, nothing);
        if (listing.more()) {
            session.say("There are more; see --limit.");
        }
        if (!listing.incomplete().isEmpty()) {
            session.say("Note: " + listing.incomplete() + ".");
        }
    }
}
