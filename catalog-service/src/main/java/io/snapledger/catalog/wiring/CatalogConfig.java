package io.snapledger.catalog.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an operator can set for catalog-service. */
@ConfigMapping(prefix = "snapledger.catalog")
public interface CatalogConfig {

    /**
     * Names of the repositories whose decisions are read, through storage-service, when the ledger was lost. Default: all
     * that are configured under {@code snapledger.repositories}.
     */
    Optional<List<String>> repositories();

    /** How long an event stream may be silent before a comment is sent, so that proxies keep it open. */
    @WithDefault("PT15S")
    Duration streamHeartbeat();

    /** How long a client of an event stream may take nothing before it is dropped. */
    @WithDefault("PT30S")
    Duration streamPatience();

    /** How long storage-service may take to connect, and between two bytes of an answer. */
    @WithDefault("PT30S")
    Duration storageTimeout();

    /** Replication of the topics that the service creates where they are missing. */
    @WithDefault("1")
    short topicReplication();
}
