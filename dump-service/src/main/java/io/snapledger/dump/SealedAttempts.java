package io.snapledger.dump;

import io.snapledger.dump.staging.StagedAttempt;
import io.snapledger.dump.staging.Staging;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sealed attempts, whose bytes stay until every repository of theirs has decided. Each is announced again, with the same event
 * ids and growing pauses, until then: a hint, an event or a storage-service may have been lost. The decision is asked from
 * the repository, never believed from an event.
 */
public final class SealedAttempts {

    private static final System.Logger LOG = System.getLogger(SealedAttempts.class.getName());
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final Staging staging;
    private final Repositories repositories;
    private final Outbox outbox;
    private final DumpEvents events;
    private final InstantSource clock;
    private final Duration announceAgain;
    private final Duration keepUndecided;
    private final Map<String, Watched> watched = new ConcurrentHashMap<>();

    private static final class Watched {
        final StagedAttempt attempt;
        volatile Instant askAt;
        Instant announceAt;
        Duration pause;

        Watched(StagedAttempt attempt, Instant next, Duration pause) {
            this.attempt = attempt;
            this.askAt = next;
            this.announceAt = next;
            this.pause = pause;
        }
    }

    SealedAttempts(
            Staging staging,
            Repositories repositories,
            Outbox outbox,
            DumpEvents events,
            ControlView control,
            DumpSettings settings,
            InstantSource clock) {
        this.staging = staging;
        this.repositories = repositories;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
        this.announceAgain = settings.announceAgain();
        this.keepUndecided = settings.keepUndecided();
        control.onChange(this::askSoon);
        staging.onAcknowledged(attempt -> {
            if (attempt.unacknowledged().isEmpty()) {
                askSoon(attempt.snapshot());
            }
        });
    }

    /** An attempt has just been sealed; the hints of its segments are out already. */
    void announce(StagedAttempt attempt) {
        watch(attempt);
        sendCompleted(attempt);
    }

    /** A sealed attempt was found at a start. */
    void takeOver(StagedAttempt attempt) {
        watch(attempt);
        announceAll(attempt);
        askSoon(attempt.snapshot());
    }

    private void watch(StagedAttempt attempt) {
        Instant next = clock.instant().plus(announceAgain);
        watched.put(attempt.toString(), new Watched(attempt, next, announceAgain));
    }

    private void announceAll(StagedAttempt attempt) {
        attempt.unacknowledged()
                .forEach(segment -> outbox.hint(events.staged(attempt.request(), attempt.attempt(), segment)));
        sendCompleted(attempt);
    }

    private void sendCompleted(StagedAttempt attempt) {
        Event<?> completed =
                attempt.end().orElseThrow(() -> new IllegalStateException("attempt " + attempt + " is not sealed"));
        outbox.end(completed, () -> {});
    }

    private void askSoon(String snapshot) {
        for (Watched each : watched.values()) {
            if (each.attempt.snapshot().equals(snapshot)) {
                each.askAt = clock.instant();
            }
        }
    }

    /** Asks for what is due; called every second or so, may take long. */
    void tick(Instant now) {
        for (Watched each : watched.values()) {
            if (!now.isBefore(each.askAt)) {
                look(each, now);
            }
        }
    }

    private void look(Watched each, Instant now) {
        DumpRequested request = each.attempt.request().data();
        if (isDecidedEverywhere(request)) {
            forget(each);
        } else if (now.isAfter(request.deadline().plus(keepUndecided))) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "attempt {0} is dropped: no decision {1} after its deadline",
                    each.attempt,
                    keepUndecided);
            forget(each);
        } else if (now.isBefore(each.announceAt)) {
            each.askAt = each.announceAt;
        } else {
            each.pause = min(each.pause.multipliedBy(2), LONGEST_PAUSE);
            each.announceAt = now.plus(each.pause);
            each.askAt = each.announceAt;
            announceAll(each.attempt);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** Committed by this attempt, by another one, or aborted: no byte of it is needed here any more. */
    private boolean isDecidedEverywhere(DumpRequested request) {
        try {
            for (String repository : request.repositories()) {
                if (repositories
                        .named(repository)
                        .decision(new StoreName(request.store()), new SnapshotId(request.snapshot()))
                        .isEmpty()) {
                    return false;
                }
            }
            return true;
        } catch (RepositoryException e) {
            LOG.log(System.Logger.Level.DEBUG, "the decision of " + request.snapshot() + " cannot be asked for", e);
            return false;
        }
    }

    private void forget(Watched each) {
        watched.remove(each.attempt.toString());
        DumpAttempt.forget(staging, each.attempt);
    }

    /** How many wait for a decision. */
    public int size() {
        return watched.size();
    }
}
