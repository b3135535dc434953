package io.snapledger.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is special to storage-service, {@code snapledger.storage}.
 *
 * @param workers address of each dump-service replica by its id, such as {@code http://dump-0.dump:8082}; never taken from an event
 * @param workerUrl address of every other replica, with {@code {worker}} in place of its id, such as {@code http://{worker}.dump:8082}: what a
 *     StatefulSet gives to its pods
 * @param stagingDirectories staging directory of each dump-service replica of this same host by its id: segments are linked or copied from there
 *     instead of being fetched
 * @param parallelPuts how many segments are fetched and stored at once
 * @param waitingHints how many announced segments may wait to be fetched early; what is announced beyond is fetched at the commit
 * @param parallelWork how many commits, aborts and deletions are worked on at once
 * @param retryFirst pause before something that failed is tried again; doubled each time
 * @param retryLongest longest pause before something that failed is tried again
 * @param refuseAfter how long a repository may be full or read-only before the attempt is answered with that reason; shorter troubles pass unnoticed
 * @param giveUpAfter after this time unfinished work is dropped with an error in the log; far longer than any deadline of a backup
 * @param undeleteWindow how long an expired snapshot can still be restored and undeleted before its bytes go
 * @param provenMinimum proven snapshots of a store that stay whatever retention says
 * @param janitorPeriod how often repositories are searched for interrupted sweeps, expired snapshots and attempts that lost
 */
public record StorageSection(
        Map<String, URI> workers,

        @Setting(unset = "only replicas that are named are spoken to")
        Optional<String> workerUrl,

        Map<String, Path> stagingDirectories,

        @Setting(byDefault = "4", least = "1", most = "1000")
        int parallelPuts,

        @Setting(byDefault = "256", least = "1") int waitingHints,

        @Setting(byDefault = "4", least = "1", most = "1000")
        int parallelWork,

        @Setting(byDefault = "1s", least = "1ms") Duration retryFirst,
        @Setting(byDefault = "30s", least = "1ms") Duration retryLongest,
        @Setting(byDefault = "10s", least = "0s") Duration refuseAfter,
        @Setting(byDefault = "48h", least = "1ms") Duration giveUpAfter,
        @Setting(byDefault = "168h", least = "0s") Duration undeleteWindow,
        @Setting(byDefault = "1", least = "1") int provenMinimum,
        @Setting(byDefault = "1h", least = "1ms") Duration janitorPeriod) {

    private static final String WORKER_URL = "worker-url";

    /** Stands for the id of a worker in the template of addresses. */
    private static final String WORKER = "{worker}";

    public StorageSection {
        List<SettingProblem> problems = new ArrayList<>();
        workerUrl
                .filter(template -> !template.contains(WORKER))
                .ifPresent(template -> problems.add(SettingProblem.of(
                        WORKER_URL,
                        "is '" + template + "', without " + WORKER
                                + " in it all workers would be one; HINT: http://{worker}.dump:8082")));
        stagingDirectories.keySet().stream()
                .filter(id -> !workers.containsKey(id))
                .forEach(id -> problems.add(new SettingProblem(
                        "staging-directories." + id,
                        "names a worker without address",
                        "set snapledger.storage.workers." + id)));
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
    }

    /** The address of a worker that is not named, if there is a template. */
    public Optional<URI> addressOf(String worker) {
        return workerUrl.map(template -> URI.create(template.replace(WORKER, worker)));
    }
}
