package io.snapledger.repository;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SnapshotOrder;
import java.time.Instant;
import java.util.List;

/**
 * What became of a snapshot in one repository. Created once, changed by compare-and-swap, never removed. Each state has only
 * the transitions that are legal from it; {@link DecisionCodec} is its JSON.
 *
 * <pre>
 * (absent) --create--> COMMITTED &lt;--> EXPIRED --> DELETED (final)
 * (absent) --create--> ABORTED (final)
 * </pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Decision.Committed.class, name = "COMMITTED"),
    @JsonSubTypes.Type(value = Decision.Expired.class, name = "EXPIRED"),
    @JsonSubTypes.Type(value = Decision.Deleted.class, name = "DELETED"),
    @JsonSubTypes.Type(value = Decision.Aborted.class, name = "ABORTED")
})
public sealed interface Decision {

    enum State {
        COMMITTED,
        EXPIRED,
        DELETED,
        ABORTED;

        /** Whether its bytes may be read. */
        public boolean restorable() {
            return this == COMMITTED || this == EXPIRED;
        }
    }

    /** How often it was written: 1 as created, one more with each change. Of two readings the higher one is the later. */
    long revision();

    State state();

    /** Which snapshot, of what. */
    Subject subject();

    /** When this state began. */
    Instant since();

    /** What was stored, unless nothing was. */
    @Nullable
    SealedContent content();

    /**
     * Which snapshot, of what: answers {@code latest}, dates and completeness from decisions alone.
     *
     * @param installation that wrote it
     * @param order what was asked for
     */
    record Subject(String installation, SnapshotOrder order) {

        public Subject {
            requireNonNull(installation, "installation is missing");
            requireNonNull(order, "order is missing");
            SnapshotId snapshot = new SnapshotId(order.snapshot());
            Identities.requireName("store", order.store());
            if (!Identities.requireBackup(order.backup()).equals(snapshot.backup())) {
                throw new IllegalArgumentException("snapshot " + snapshot + " is not of backup " + order.backup());
            }
        }

        /** Name of the store. */
        public StoreName store() {
            return new StoreName(order.store());
        }

        /** Id of the snapshot. */
        public SnapshotId snapshot() {
            return new SnapshotId(order.snapshot());
        }

        /** Id of its backup. */
        public String backup() {
            return order.backup();
        }

        /** Name of the plan. */
        public String plan() {
            return order.plan();
        }

        /** Kind of the store. */
        public String kind() {
            return order.kind();
        }

        /** The instant that names the backup. */
        public Instant dueAt() {
            return order.dueAt();
        }

        /** All stores of the backup, so that an incomplete backup is recognised. */
        public List<String> backupStores() {
            return order.backupStores();
        }

        /** Restore before which it was made as a safety snapshot; null for a plan's backup. */
        public @Nullable String safetyFor() {
            return order.safetyFor();
        }

        /** Whether it keeps what a restore was about to replace: never a plan's backup, never the latest. */
        @JsonIgnore
        public boolean isSafety() {
            return order.safetyFor() != null;
        }
    }

    /** Restorable, counts for retention. */
    record Committed(long revision, Subject subject, SealedContent content, Instant committedAt) implements Decision {
        public Committed {
            requireNonNull(subject, "subject is missing");
            requireContent(content);
            requireNonNull(committedAt, "committedAt is missing");
        }

        /** As it is created. */
        public Committed(Subject subject, SealedContent content, Instant committedAt) {
            this(1, subject, content, committedAt);
        }

        @Override
        public State state() {
            return State.COMMITTED;
        }

        @Override
        public Instant since() {
            return committedAt;
        }

        /**
         * @param rule the retention rule that decided
         */
        public Expired expire(String rule, Instant at) {
            return new Expired(revision + 1, subject, content, committedAt, rule, at);
        }
    }

    /** Still restorable, on its way out. */
    record Expired(
            long revision, Subject subject, SealedContent content, Instant committedAt, String rule, Instant expiredAt)
            implements Decision {
        public Expired {
            requireNonNull(subject, "subject is missing");
            requireContent(content);
            requireNonNull(committedAt, "committedAt is missing");
            requireNonNull(rule, "rule is missing");
            requireNonNull(expiredAt, "expiredAt is missing");
        }

        @Override
        public State state() {
            return State.EXPIRED;
        }

        @Override
        public Instant since() {
            return expiredAt;
        }

        /** Takes the expiry back. */
        public Committed undelete() {
            return new Committed(revision + 1, subject, content, committedAt);
        }

        public Deleted delete(Instant at) {
            return new Deleted(revision + 1, subject, content, committedAt, rule, expiredAt, at);
        }
    }

    /** Final: the bytes are gone or about to go. */
    record Deleted(
            long revision,
            Subject subject,
            SealedContent content,
            Instant committedAt,
            String rule,
            Instant expiredAt,
            Instant deletedAt)
            implements Decision {
        public Deleted {
            requireNonNull(subject, "subject is missing");
            requireContent(content);
            requireNonNull(committedAt, "committedAt is missing");
            requireNonNull(rule, "rule is missing");
            requireNonNull(expiredAt, "expiredAt is missing");
            requireNonNull(deletedAt, "deletedAt is missing");
        }

        @Override
        public State state() {
            return State.DELETED;
        }

        @Override
        public Instant since() {
            return deletedAt;
        }
    }

    /**
     * Final: no attempt of it will ever be restorable.
     *
     * @param reason one word and what happened
     */
    record Aborted(long revision, Subject subject, String reason, Instant abortedAt) implements Decision {
        public Aborted {
            requireNonNull(subject, "subject is missing");
            requireNonNull(reason, "reason is missing");
            requireNonNull(abortedAt, "abortedAt is missing");
        }

        /** As it is created. */
        public Aborted(Subject subject, String reason, Instant abortedAt) {
            this(1, subject, reason, abortedAt);
        }

        @Override
        public State state() {
            return State.ABORTED;
        }

        @Override
        public Instant since() {
            return abortedAt;
        }

        @Override
        public @Nullable SealedContent content() {
            return null;
        }
    }

    private static void requireContent(SealedContent content) {
        requireNonNull(content, "content is missing");
        AttemptId.of(content);
        WrappedKey.requireKeyId("epoch", content.epoch());
    }
}
