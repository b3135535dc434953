package io.snapledger.storage;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.Event;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.ExpiryRequested;
import io.snapledger.events.Role;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SnapshotDamaged;
import io.snapledger.events.SnapshotDeleted;
import io.snapledger.events.SnapshotExpired;
import io.snapledger.events.SnapshotKept;
import io.snapledger.events.SnapshotUndeleted;
import io.snapledger.events.SnapshotVerified;
import io.snapledger.events.UndeleteRequested;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.Decision;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What storage-service tells the others. What echoes a decision is made from the decision alone, so that whoever repeats it says
 * the same under the same id.
 */
public final class Answers {

    /** What {@code upload.failed} calls a repository in which nothing is decided. */
    public static final String NOT_DECIDED = "NONE";

    /** The attempt of an answer that is about none. */
    private static final String NO_ATTEMPT = "-";

    private final EventPublisher publisher;
    private final InstantSource clock;

    public Answers(EventPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** The decision holds a commit, perhaps expired or deleted since. */
    void finished(String repository, Decision decision, Event<?> cause) {
        Decision.Subject subject = decision.subject();
        SealedContent content = decision.content();
        Instant committedAt = committedAt(decision);
        UploadFinished finished = new UploadFinished(
                subject.backup(),
                subject.snapshot().value(),
                subject.plan(),
                subject.store().value(),
                repository,
                content.attempt(),
                content.bytesRead(),
                content.bytesStored(),
                content.missed(),
                content.suspect(),
                committedAt);
        publisher.publish(Event.of(Role.STORAGE, committedAt, finished).causedBy(cause));
    }

    /** The decision is ABORTED; told of the attempt that came too late, or of none. */
    void aborted(String repository, Decision decision, String attempt, Event<?> cause) {
        Decision.Subject subject = decision.subject();
        UploadFailed failed = new UploadFailed(
                subject.backup(),
                subject.snapshot().value(),
                subject.store().value(),
                repository,
                attempt == null ? NO_ATTEMPT : attempt,
                "aborted",
                decision instanceof Decision.Aborted aborted
                        ? aborted.reason()
                        : decision.state().name(),
                decision.state().name());
        publisher.publish(Event.of(Role.STORAGE, decision.since(), failed).causedBy(cause));
    }

    /**
     * The attempt is not stored in this repository.
     *
     * @param state what the decision holds, {@link #NOT_DECIDED} if there is none
     */
    void failed(String repository, DumpCompleted dump, String reason, String message, String state, Event<?> cause) {
        UploadFailed failed = new UploadFailed(
                dump.backup(), dump.snapshot(), dump.store(), repository, dump.attempt(), reason, message, state);
        publisher.publish(Event.of(Role.STORAGE, clock.instant(), failed).causedBy(cause));
    }

    /** The last word on a snapshot of which this service cannot know more: no decision can be made where there is no repository. */
    void unknown(String repository, DumpFailed asked, String message, Event<?> cause) {
        UploadFailed failed = new UploadFailed(
                asked.backup(),
                asked.snapshot(),
                asked.store(),
                repository,
                NO_ATTEMPT,
                Reasons.UNKNOWN_REPOSITORY,
                message,
                NOT_DECIDED);
        publisher.publish(Event.of(Role.STORAGE, clock.instant(), failed).causedBy(cause));
    }

    /** The decision is EXPIRED. */
    void expired(String repository, Decision.Expired decision, Event<?> cause) {
        Decision.Subject subject = decision.subject();
        SnapshotExpired expired = new SnapshotExpired(
                subject.order().snapshot(),
                subject.order().store(),
                subject.plan(),
                repository,
                decision.rule(),
                decision.revision(),
                decision.expiredAt());
        publisher.publish(Event.of(Role.STORAGE, decision.expiredAt(), expired).causedBy(cause));
    }

    /** The snapshot stays. */
    void kept(ExpiryRequested wish, String reason, String message, Event<?> cause) {
        SnapshotKept kept = new SnapshotKept(
                wish.snapshot(), wish.store(), wish.plan(), wish.repository(), wish.rule(), reason, message);
        publisher.publish(Event.of(Role.STORAGE, clock.instant(), kept).causedBy(cause));
    }

    /** The decision is COMMITTED again. */
    void undeleted(UndeleteRequested wish, Decision.Committed decision, Event<?> cause) {
        Decision.Subject subject = decision.subject();
        Instant now = clock.instant();
        SnapshotUndeleted undeleted = new SnapshotUndeleted(
                subject.order().snapshot(),
                subject.order().store(),
                subject.plan(),
                wish.repository(),
                decision.revision(),
                now,
                wish.caller());
        publisher.publish(Event.of(Role.STORAGE, now, undeleted).causedBy(cause));
    }

    /** The bytes are gone on purpose. */
    void deleted(String repository, Decision.Deleted decision) {
        Decision.Subject subject = decision.subject();
        publisher.publish(Event.of(
                Role.STORAGE,
                decision.deletedAt(),
                new SnapshotDeleted(
                        subject.snapshot().value(),
                        subject.store().value(),
                        repository,
                        decision.content().bytesStored())));
    }

    /** All segments were read back and are as listed. */
    void verified(String repository, Decision decision, Instant at) {
        publisher.publish(Event.of(
                Role.STORAGE,
                at,
                new SnapshotVerified(
                        decision.subject().snapshot().value(),
                        decision.subject().store().value(),
                        repository,
                        "segments",
                        at)));
    }

    /** An object is missing or not as listed. */
    void damaged(String repository, Decision decision, String object, String message) {
        publisher.publish(Event.of(
                Role.STORAGE,
                clock.instant(),
                new SnapshotDamaged(
                        decision.subject().snapshot().value(),
                        decision.subject().store().value(),
                        repository,
                        object,
                        message)));
    }

    private static Instant committedAt(Decision decision) {
        if (decision instanceof Decision.Committed committed) {
            return committed.committedAt();
        }
        if (decision instanceof Decision.Expired expired) {
            return expired.committedAt();
        }
        if (decision instanceof Decision.Deleted deleted) {
            return deleted.committedAt();
        }
        throw new IllegalArgumentException(
                "an aborted snapshot was never committed: " + decision.subject().snapshot());
    }
}
