package io.snapledger.storage;

import java.time.Duration;
import java.time.InstantSource;

/** How the parts of storage-service fit together; the same for the service and for tests. */
public final class StorageParts {

    private StorageParts() {}

    /**
     * Numbers that an operator can change; see {@code StorageConfig} for their meaning.
     *
     * @param parallelPuts segments fetched early at once
     * @param waitingHints segments that may wait for that
     * @param parallelWork commits, aborts and deletions at once
     * @param retryFirst first pause before another try
     * @param retryLongest longest pause before another try
     * @param refuseAfter how long a repository may be full or read-only before that is the answer
     * @param giveUpAfter when unfinished work is dropped
     * @param undeleteWindow how long expired snapshots keep their bytes
     * @param janitorPeriod how often repositories are cleaned
     * @param provenMinimum proven snapshots of a store that must stay
     * @param replica name of this process among those that look after the same repositories, the same after a restart
     */
    public record Settings(
            int parallelPuts,
            int waitingHints,
            int parallelWork,
            Duration retryFirst,
            Duration retryLongest,
            Duration refuseAfter,
            Duration giveUpAfter,
            Duration undeleteWindow,
            Duration janitorPeriod,
            int provenMinimum,
            String replica) {}

    public static StorageService assemble(
            Repositories repositories, Workers workers, Answers answers, Settings settings, InstantSource clock) {
        SegmentHints hints = new SegmentHints(repositories, workers, settings.parallelPuts(), settings.waitingHints());
        DeletionBrake brake = new DeletionBrake(settings.provenMinimum());
        CommitSnapshot commit = new CommitSnapshot(
                repositories, workers, answers, settings.parallelPuts(), settings.refuseAfter(), clock);
        ExpireSnapshot expire = new ExpireSnapshot(repositories, brake, answers);
        WorkQueue queue = new WorkQueue(
                new WorkDispatch(commit, new AbortSnapshot(repositories, answers), expire),
                settings.parallelWork(),
                new BackOff(settings.retryFirst(), settings.retryLongest()),
                settings.giveUpAfter(),
                clock);
        Janitor janitor = new Janitor(
                repositories,
                answers,
                brake,
                settings.undeleteWindow(),
                settings.janitorPeriod(),
                settings.replica(),
                clock);
        return new StorageService(hints, queue, commit, janitor);
    }
}
