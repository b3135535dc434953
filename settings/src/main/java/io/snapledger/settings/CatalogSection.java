package io.snapledger.settings;

import java.time.Duration;
import java.util.List;

/**
 * What is special to catalog-service, {@code snapledger.catalog}.
 *
 * @param repositories names of the repositories whose decisions are read, through storage-service, when the ledger was lost
 * @param streamHeartbeat how long an event stream may be silent before a comment is sent, so that proxies keep it open
 * @param streamPatience how long a client of an event stream may take nothing before it is dropped
 * @param storageTimeout how long storage-service may take to connect, and between two bytes of an answer
 */
public record CatalogSection(
        @Setting(unset = "all that are configured") List<String> repositories,
        @Setting(byDefault = "15s", least = "1ms") Duration streamHeartbeat,
        @Setting(byDefault = "30s", least = "1ms") Duration streamPatience,
        @Setting(byDefault = "30s", least = "1ms") Duration storageTimeout) {}
