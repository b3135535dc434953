package io.snapledger.catalog.inbound;

import io.snapledger.catalog.Rebuild;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be asked of, and about, the running catalog. */
public interface CatalogControl {

    /** Starts a rebuild; empty if one is running already. */
    Optional<Rebuild> rebuild(Rebuild.Source from);

    /** Whether another process writes the catalog, and this one only answers from it. */
    boolean standsBy();

    /** Names of the repositories that a rebuild can read. */
    List<String> repositories();

    /** The rebuild asked for last since the service started. */
    Optional<Rebuild> lastRebuild();

    /** Whether the catalog is being made anew, so that it may lack what happened long ago, or just now. */
    boolean rebuilding();

    /** Whether everything that was in the ledger when the service came up is in the catalog. */
    boolean caughtUp();

    /** Why the catalog does not get on at present. */
    Optional<String> trouble();

    /**
     * Records that the catalog has not read yet, by topic; topics without any are absent.
     *
     * @throws IllegalStateException if Kafka does not tell
     */
    Map<String, Long> lag();
}
