package io.snapledger.storage.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What an operator can set for storage-service. */
@ConfigMapping(prefix = "snapledger.storage")
public interface StorageConfig {

    /** Address of each dump-service replica by its id, such as {@code http://dump-0.dump:8082}. */
    Map<String, String> workers();

    /**
     * Address of every other replica, with <code>{worker}</code> in place of its id, such as <code>http://{worker}.dump:8082</code>: what
     * a StatefulSet gives to its pods. Without it only replicas that are named are spoken to.
     */
    Optional<String> workerUrl();

    /**
     * Staging directory of each dump-service replica of this same host by its id. Segments are linked or copied from there
     * instead of being fetched over HTTP.
     */
    Map<String, String> stagingDirectories();

    /** How many segments are fetched and stored at once. */
    @WithDefault("4")
    int parallelPuts();

    /** How many announced segments may wait to be fetched early; what is announced beyond is fetched at the commit. */
    @WithDefault("256")
    int waitingHints();

    /** How many commits, aborts and deletions are worked on at once. */
    @WithDefault("4")
    int parallelWork();

    /** Pause before something that failed is tried again; doubled each time. */
    @WithDefault("PT1S")
    Duration retryFirst();

    /** Longest pause before something that failed is tried again. */
    @WithDefault("PT30S")
    Duration retryLongest();

    /**
     * How long a repository may be full or read-only before the attempt is answered with that reason; shorter troubles
     * pass unnoticed.
     */
    @WithDefault("PT10S")
    Duration refuseAfter();

    /** After this time unfinished work is dropped with an error in the log; far longer than any deadline of a backup. */
    @WithDefault("PT48H")
    Duration giveUpAfter();

    /** How long an expired snapshot can still be restored and undeleted before its bytes go. */
    @WithDefault("PT168H")
    Duration undeleteWindow();

    /** Proven snapshots of a store that stay whatever retention says; at least one. */
    @WithDefault("1")
    int provenMinimum();

    /** How often repositories are searched for interrupted sweeps, expired snapshots and attempts that lost. */
    @WithDefault("PT1H")
    Duration janitorPeriod();
}
