package io.snapledger.dump;

import io.snapledger.dump.Failure.FailedAttempt;
import io.snapledger.dump.staging.Reservation;
import io.snapledger.dump.staging.StagedAttempt;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.FailureCode;
import io.snapledger.repository.Decision;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.keys.StoreKey;
import io.snapledger.repository.keys.StoreKeys;
import io.snapledger.repository.keys.WrongKeyException;
import io.snapledger.repository.protocol.BaseChoice;
import io.snapledger.repository.write.BaseIndex;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What an attempt needs from the repositories before the first byte: a data key, and a base if there is a good one. */
final class Preparation {

    private static final System.Logger LOG = System.getLogger(Preparation.class.getName());
    private static final String INDEX = "base.index";
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 15_000;

    private final Repositories repositories;
    private final KeySource keys;
    private final InstantSource clock;
    private final Duration patience;

    /** @param patience how long storage-service may be away */
    Preparation(Repositories repositories, KeySource keys, InstantSource clock, Duration patience) {
        this.repositories = repositories;
        this.keys = keys;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * @param key seals the snapshot
     * @param base what need not be stored again
     * @param bytesExpected plaintext bytes of the base, 0 without one
     * @param previous the newest backup of the store that is committed, to see whether this one is suspect
     * @param room in staging that the base takes
     */
    record Prepared(
            StoreKey key,
            BaseIndex base,
            long bytesExpected,
            Optional<Decision.Committed> previous,
            Optional<Reservation> room)
            implements AutoCloseable {
        @Override
        public void close() {
            base.close();
            room.ifPresent(Reservation::close);
        }
    }

    Prepared prepare(StagedAttempt staged) throws FailedAttempt, IOException, InterruptedException {
        DumpRequested request = staged.request().data();
        List<SnapshotRepository> places =
                request.repositories().stream().map(repositories::named).toList();
        if (places.isEmpty()) {
            throw new FailedAttempt(
                    FailureCode.REPOSITORY_REFUSED,
                    "plan " + request.plan() + " names no repository; HINT: set snapledger.plans." + request.plan()
                            + ".repositories");
        }
        StoreName store = new StoreName(request.store());
        StoreKeys storeKeys = openKeys();
        Optional<Decision.Committed> newest = patiently(() -> BaseChoice.newest(places.get(0), store));
        StoreKey key = patiently(() -> storeKeys.forWriting(
                places, store, newest.map(base -> base.content().epoch()).orElse(null)));
        Optional<Decision.Committed> base =
                BaseChoice.pinned(places, store, key.epoch(), new SnapshotId(request.snapshot()));
        return base.isEmpty()
                ? new Prepared(key, BaseIndex.none(), 0, newest, Optional.empty())
                : withBase(staged, places.get(0), key, base.get(), newest);
    }

    /** A base that cannot be read is no reason to fail: everything is stored again then. */
    private static Prepared withBase(
            StagedAttempt staged,
            SnapshotRepository place,
            StoreKey key,
            Decision.Committed base,
            Optional<Decision.Committed> newest)
            throws IOException {
        BaseIndex index;
        try {
            index = BaseIndex.build(place, base, key, staged.directory().resolve(INDEX));
        } catch (RepositoryException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "snapshot {0} cannot be the base of {1}: {2}",
                    base.subject().snapshot(),
                    staged,
                    e.getMessage());
            index = BaseIndex.none();
        }
        try {
            return new Prepared(
                    key, index, base.content().bytesRead(), newest, Optional.of(staged.reserve(index.bytes())));
        } catch (IOException | RuntimeException e) {
            index.close();
            throw e;
        }
    }

    private StoreKeys openKeys() throws FailedAttempt {
        try {
            return keys.open();
        } catch (IOException e) {
            throw new FailedAttempt(
                    FailureCode.KEY_MISSING,
                    "the keys cannot be read: " + e.getMessage() + "; HINT: look at snapledger.keys.directory");
        }
    }

    /** Tries again while storage-service, or a repository behind it, is away. */
    private <T> T patiently(Supplier<T> question) throws FailedAttempt, InterruptedException {
        Instant until = clock.instant().plus(patience);
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                return question.get();
            } catch (WrongKeyException e) {
                throw new FailedAttempt(FailureCode.KEY_MISSING, e.getMessage());
            } catch (RepositoryException.Permanent e) {
                throw new FailedAttempt(FailureCode.REPOSITORY_REFUSED, e.getMessage());
            } catch (RepositoryException.Transient e) {
                if (clock.instant().isAfter(until)) {
                    throw new FailedAttempt(
                            FailureCode.STORAGE_UNREACHABLE,
                            "no answer for " + patience.toSeconds() + " s: " + e.getMessage());
                }
                Thread.sleep(pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
            }
        }
    }
}
