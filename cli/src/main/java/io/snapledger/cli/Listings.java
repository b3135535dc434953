package io.snapledger.cli;

import io.snapledger.cli.output.Column;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Listing;
import java.util.List;

/** Shows lists of the catalog, and says where they are not all. */
final class Listings {

    private Listings() {}

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
