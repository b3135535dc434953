package io.snapledger.catalog.wiring;

import io.snapledger.catalog.CatalogStore;
import io.snapledger.catalog.inbound.EventStreams;
import io.snapledger.catalog.inbound.LedgerProjection;
import io.snapledger.catalog.outbound.SqliteCatalogStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What happens when the log that the catalog has read is gone: Kafka was replaced, or rolled back. The rows as they were are
 * kept aside, the store is emptied in one go, and filled again from what repositories have decided and what Kafka has.
 */
final class NewBeginning implements LedgerProjection.Reset {

    /** The setting that says that decisions are still to be read. */
    static final String DECISIONS = "decisions-wanted";

    private static final Logger LOG = Logger.getLogger(NewBeginning.class);

    private final Path directory;
    private final SqliteCatalogStore live;
    private final EventStreams streams;
    private final Clock clock;

    NewBeginning(Path directory, SqliteCatalogStore live, EventStreams streams, Clock clock) {
        this.directory = directory;
        this.live = live;
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public void reset(CatalogStore store, String reason, Optional<String> before, String clusterId) {
        before.ifPresent(this::keepAside);
        store.change(change -> {
            change.reset(clusterId);
            change.setting(DECISIONS, "yes");
            if (before.isPresent()) {
                change.setting(EventStreams.REPLAYING, "yes");
                change.note("the ledger was lost on " + clock.instant() + " (" + reason
                        + "); of what was before, the catalog knows what repositories and Kafka still tell");
            }
        });
        streams.readState();
    }

    private void keepAside(String cluster) {
        String safe = cluster.replaceAll("[^A-Za-z0-9_-]", "_");
        Path copy = directory.resolve("catalog-of-" + safe + "-" + clock.millis() + ".db");
        live.copyTo(copy);
        LOG.infof("the catalog as it was is kept in %s", copy);
    }

    /** Everything that is left of the past has been read: streams go on behind it. */
    void isComplete() {
        long floor = live.lastSequence();
        live.change(change -> {
            change.setting(EventStreams.FLOOR, Long.toString(floor));
            change.setting(EventStreams.REPLAYING, null);
        });
        streams.readState();
    }
}
