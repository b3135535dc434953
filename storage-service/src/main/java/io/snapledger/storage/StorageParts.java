package io.snapledger.storage;

import io.snapledger.settings.StorageSection;
import java.time.InstantSource;

/** How the parts of storage-service fit together; the same for the service and for tests. */
public final class StorageParts {

    private StorageParts() {}

    /**
     * Puts them together.
     *
     * @param replica name of this process among those that look after the same repositories, the same after a restart
     */
    public static StorageService assemble(
            Repositories repositories,
            Workers workers,
            Answers answers,
            StorageSection settings,
            String replica,
            InstantSource clock) {
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
                repositories, answers, brake, settings.undeleteWindow(), settings.janitorPeriod(), replica, clock);
        return new StorageService(hints, queue, commit, janitor);
    }
}
