package io.snapledger.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One plan, {@code snapledger.plans.<name>}: which stores are backed up when, where to, and how stubbornly.
 *
 * @param schedule when backups are due: a cron expression of five fields such as {@code 0 2 * * *}, or {@code @hourly}, {@code @daily}, {@code @weekly},
 *     {@code @monthly}, {@code @yearly}
 * @param zone time zone of the schedule, e.g. {@code Europe/Berlin}
 * @param stores names of stores, or {@code all} for every store that is configured
 * @param repositories names of repositories; the first one decides whether a snapshot is complete
 * @param repository the same as {@code repositories} with one entry
 * @param overlap what becomes of a scheduled run while a backup of the plan is open: it is left out, or it waits
 * @param catchUp whether runs that were missed while the scheduler was down are made up for by one
 * @param attempts most tries per store; 1 means no retry
 * @param startWithin a dump that no worker has claimed after so long has failed
 * @param deadline every backup has ended after so long
 * @param scope what the plan covers, for people to read
 * @param restoreOrder names of stores in the order in which a whole backup is restored
 * @param keep how long snapshots are kept; not used yet
 */
public record PlanSection(
        @Setting(unset = "on demand only") Optional<String> schedule,
        @Setting(byDefault = "UTC") String zone,
        @Setting(byDefault = "all") List<String> stores,
        @Setting(unset = "the only one that is configured") List<String> repositories,
        Optional<String> repository,
        @Setting(byDefault = "skip") Overlap overlap,
        @Setting(byDefault = "true") boolean catchUp,
        @Setting(byDefault = "3", least = "1", most = "100") int attempts,
        @Setting(byDefault = "6h", least = "1ms") Duration startWithin,
        @Setting(byDefault = "12h", least = "1ms") Duration deadline,
        Optional<String> scope,
        @Setting(unset = "as they were backed up") List<String> restoreOrder,
        Map<String, String> keep) {

    /** What becomes of a run that is due while another is open. */
    public enum Overlap {
        SKIP,
        QUEUE
    }

    /** Stands for every store, where none is called so. */
    public static final String ALL = "all";

    public PlanSection {
        if (repository.isPresent() && !repositories.isEmpty()) {
            throw new SettingsException(
                    List.of(SettingProblem.of("repository", "is set beside repositories; HINT: say only one of them")));
        }
    }

    /** Where it backs up to, however that was said; empty if it was not. */
    public List<String> repositoryNames() {
        return repository.map(List::of).orElse(repositories);
    }
}
