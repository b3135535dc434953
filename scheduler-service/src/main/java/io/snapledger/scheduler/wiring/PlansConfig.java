package io.snapledger.scheduler.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans: which stores are backed up when, where to, and how stubbornly. */
@ConfigMapping(prefix = "snapledger.plans")
public interface PlansConfig {

    /** Plans by name. */
    @WithParentName
    Map<String, PlanConfig> plans();

    /** One plan. */
    interface PlanConfig {

        /**
         * When backups are due: a cron expression of five fields such as {@code 0 2 * * *}, or {@code @hourly}, {@code
         * @daily}, {@code @weekly}, {@code @monthly}, {@code @yearly}. Without it the plan runs on demand only.
         */
        Optional<String> schedule();

        /** Time zone of the schedule, e.g. {@code Europe/Berlin}. */
        @WithDefault("UTC")
        String zone();

        /** Names of stores, or {@code all} for every store that is configured. */
        @WithDefault("all")
        List<String> stores();

        /** Repositories; the first one decides whether a snapshot is complete. Default: the only one that is configured. */
        Optional<List<String>> repositories();

        /** The same as {@code repositories} with one entry. */
        Optional<String> repository();

        /** What becomes of a scheduled run while a backup of the plan is open: {@code skip} or {@code queue}. */
        @WithDefault("skip")
        String overlap();

        /** Whether runs that were missed while the scheduler was down are made up for by one. */
        @WithDefault("true")
        boolean catchUp();

        /** Most tries per store; 1 means no retry. */
        @WithDefault("3")
        int attempts();

        /** A dump that no worker has claimed after so long has failed. */
        @WithDefault("6h")
        Duration startWithin();

        /** Every backup has ended after so long. */
        @WithDefault("12h")
        Duration deadline();

        /** What the plan covers; told to people, not used by the scheduler. */
        Optional<String> scope();

        /** Order in which a whole backup is restored; used by restore-service. */
        Optional<List<String>> restoreOrder();

        /** How long snapshots are kept; used by catalog-service. */
        Map<String, String> keep();
    }
}
