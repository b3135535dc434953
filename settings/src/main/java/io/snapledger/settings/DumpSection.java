package io.snapledger.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is special to dump-service, {@code snapledger.dump}.
 *
 * @param worker id of this replica, {@code [a-z0-9-]}; must stay the same over restarts, since storage-service finds the replica's segments by it
 * @param slots how many stores are dumped at once; when all are busy, requests wait in Kafka
 * @param stagingDirectory where sealed segments wait for storage-service; one directory for each replica, on a disk that survives it
 * @param stagingQuota most bytes that may wait there; less where the disk is smaller; when it is used up, dumps stall until storage-service has taken
 *     something
 * @param maxStall how long a dump may stall, or wait for storage-service at its start, before it fails
 * @param grace how long running dumps may go on when the service is stopped; what is left then fails as {@code worker-restarted}
 * @param controlHistory how far back control events are read at a start; longer than a request may wait for its start
 * @param announceAgain when a sealed attempt without a decision is announced again for the first time; the pause doubles up to 10 minutes
 * @param keepUndecided how long after its deadline a sealed attempt is kept although not every repository has decided
 * @param zstdLevel how hard chunks are compressed; 0 stores them as they are
 * @param workers threads of one dump that digest and compress
 */
public record DumpSection(
        @Setting(byDefault = "dump-1") String worker,

        @Setting(byDefault = "2", least = "1", most = "1000")
        int slots,

        @Setting(unset = "`staging` in the data directory") Optional<Path> stagingDirectory,
        @Setting(byDefault = "2G", least = "64K") ByteSize stagingQuota,
        @Setting(byDefault = "15m", least = "1ms") Duration maxStall,
        @Setting(byDefault = "5m", least = "0s") Duration grace,
        @Setting(byDefault = "24h", least = "1ms") Duration controlHistory,
        @Setting(byDefault = "1m", least = "1ms") Duration announceAgain,
        @Setting(byDefault = "24h", least = "0s") Duration keepUndecided,
        @Setting(byDefault = "1", least = "0", most = "19") int zstdLevel,

        @Setting(byDefault = "2", least = "1", most = "1000")
        int workers) {}
