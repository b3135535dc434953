package io.snapledger.catalog.wiring;

import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.LedgerOffsets;
import io.snapledger.catalog.inbound.EventStreams;
import io.snapledger.catalog.inbound.LedgerProjection;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * What happens when the log that the catalog has read is gone: Kafka was replaced, or rolled back. The rows as they were are
 * kept aside, an empty catalog takes their place in one go, and is filled from what repositories have decided and what Kafka has.
 */
final class NewBeginning implements LedgerProjection.Reset {

    /** The setting that says that decisions are still to be read. */
    static final String DECISIONS = "decisions-wanted";

    private static final Logger LOG = Logger.getLogger(NewBeginning.class);

    private final Catalog live;
    private final EventStreams streams;
    private final Clock clock;

    NewBeginning(Catalog live, EventStreams streams, Clock clock) {
        this.live = live;
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public void reset(Catalog catalog, String reason, Optional<String> before, String clusterId) {
        if (before.isEmpty()) {
            live.begin(clusterId, LedgerOffsets.NONE, Map.of(DECISIONS, "yes"));
        } else {
            replace(reason, before.get(), clusterId);
        }
        streams.readState();
    }

    private void replace(String reason, String before, String clusterId) {
        Catalog empty = live.beside("anew");
        empty.note("the ledger was lost on " + clock.instant() + " (" + reason
                + "); of what was before, the catalog knows what repositories and Kafka still tell");
        empty.begin(clusterId, LedgerOffsets.NONE, Map.of(DECISIONS, "yes", EventStreams.REPLAYING, "yes"));
        String aside = "catalog-of-" + before.replaceAll("[^A-Za-z0-9_-]", "_") + "-" + clock.millis();
        live.replaceBy(empty, Optional.of(aside));
        LOG.infof("the catalog as it was is kept as %s", aside);
    }

    /** Everything that is left of the past has been read: streams go on behind it. */
    void isComplete() {
        live.setting(EventStreams.FLOOR, Long.toString(live.lastSequence()));
        live.setting(EventStreams.REPLAYING, null);
        streams.readState();
    }
}
