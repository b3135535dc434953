package io.snapledger.dump.wiring;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** What an operator can set for dump-service. */
@ConfigMapping(prefix = "snapledger.dump")
public interface DumpConfig {

    /**
     * Id of this replica, {@code [a-z0-9-]}. Must stay the same over restarts: storage-service finds the replica's segments by it
     * ({@code snapledger.storage.workers.<id>}).
     */
    @WithDefault("dump-1")
    String worker();

    /** How many stores are dumped at once. When all are busy, requests wait in Kafka. */
    @WithDefault("2")
    int slots();

    /** Where sealed segments wait for storage-service; one directory for each replica, on a disk that survives it. */
    @WithDefault("${snapledger.data-directory:snapledger-data}/staging")
    Path stagingDirectory();

    /** Most bytes that may wait there; less where the disk is smaller. When it is used up, dumps stall until storage-service has taken something. */
    @WithDefault("2G")
    MemorySize stagingQuota();

    /** How long a dump may stall, or wait for storage-service at its start, before it fails. */
    @WithDefault("PT15M")
    Duration maxStall();

    /** How long running dumps may go on when the service is stopped; what is left then fails as {@code worker-restarted}. */
    @WithDefault("PT5M")
    Duration grace();

    /** How far back control events are read at a start; longer than a request may wait for its start. */
    @WithDefault("PT24H")
    Duration controlHistory();

    /** When a sealed attempt without a decision is announced again for the first time; the pause doubles up to 10 minutes. */
    @WithDefault("PT1M")
    Duration announceAgain();

    /** How long after its deadline a sealed attempt is kept although not every repository has decided. */
    @WithDefault("PT24H")
    Duration keepUndecided();

    /** How hard chunks are compressed, 1 to 19; 0 stores them as they are. */
    @WithDefault("1")
    int zstdLevel();

    /** Threads of one dump that digest and compress. */
    @WithDefault("2")
    int workers();

    /** Replication of the topics that the service creates where they are missing. */
    @WithDefault("1")
    short topicReplication();
}
