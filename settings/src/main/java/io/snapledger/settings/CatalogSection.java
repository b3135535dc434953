package io.snapledger.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is special to catalog-service, {@code snapledger.catalog}.
 *
 * @param store where the catalog lies: {@code mongodb://…} or {@code mongodb+srv://…} for one that several replicas share, without the password
 * @param storePassword the password of the user in that address; read at the start
 * @param storeTls the name of the TLS configuration ({@code quarkus.tls.<name>.*}) that its server is trusted by; without it the
 *     authorities of Java are, where the address says {@code tls=true}
 * @param repositories names of the repositories whose decisions are read, through storage-service, when the ledger was lost
 * @param streamHeartbeat how long an event stream may be silent before a comment is sent, so that proxies keep it open
 * @param streamPatience how long a client of an event stream may take nothing before it is dropped
 * @param storageTimeout how long storage-service may take to connect, and between two bytes of an answer
 */
public record CatalogSection(
        @Setting(unset = "a SQLite file in the data directory")
        Optional<String> store,

        Optional<Secret> storePassword,
        Optional<String> storeTls,
        @Setting(unset = "all that are configured") List<String> repositories,
        @Setting(byDefault = "15s", least = "1ms") Duration streamHeartbeat,
        @Setting(byDefault = "30s", least = "1ms") Duration streamPatience,
        @Setting(byDefault = "30s", least = "1ms") Duration storageTimeout) {}
