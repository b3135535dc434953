package io.snapledger.repository;

import static java.util.Objects.requireNonNull;

import io.snapledger.events.Identities;
import io.snapledger.events.ManifestReference;
import io.snapledger.events.Nullable;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.SegmentOwner;
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
public sealed interface Decision {

    /** Most owners a snapshot may refer to. */
    int MAX_OWNERS = 16;

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

    State state();

    /** Which snapshot, of what. */
    Subject subject();

    /** When this state began. */
    Instant since();

    /** What was stored, unless nothing was. */
    @Nullable
    Content content();

    /**
     * Which snapshot, of what: answers {@code latest}, dates and completeness from decisions alone.
     *
     * @param installation that wrote it
     * @param store name of the store
     * @param snapshot its id
     * @param backup id of its backup
     * @param plan name of the plan
     * @param kind kind of the store
     * @param dueAt the instant that names the backup
     * @param backupStores all stores of the backup, so that an incomplete backup is recognised
     * @param safetyFor restore before which it was made as a safety snapshot; null for a plan's backup
     */
    record Subject(
            String installation,
            StoreName store,
            SnapshotId snapshot,
            String backup,
            String plan,
            String kind,
            Instant dueAt,
            List<String> backupStores,
            @Nullable String safetyFor) {

        public Subject {
            requireNonNull(installation, "installation is missing");
            requireNonNull(store, "store is missing");
            requireNonNull(snapshot, "snapshot is missing");
            requireNonNull(plan, "plan is missing");
            requireNonNull(kind, "kind is missing");
            requireNonNull(dueAt, "dueAt is missing");
            backupStores = List.copyOf(backupStores);
            if (!Identities.requireBackup(backup).equals(snapshot.backup())) {
                throw new IllegalArgumentException("snapshot " + snapshot + " is not of backup " + backup);
            }
        }

        /** Whether it keeps what a restore was about to replace: never a plan's backup, never the latest. */
        public boolean isSafety() {
            return safetyFor != null;
        }
    }

    /**
     * What was stored.
     *
     * @param attempt the attempt that won
     * @param epoch key epoch, 16 hex digits
     * @param manifest the attempt's last segments, which hold the sealed manifest
     * @param segmentList the plain list of segments
     * @param owners earlier snapshots whose segments are referred to, at most {@value #MAX_OWNERS}
     * @param segments number of own segments, manifest included
     * @param bytesRead plaintext bytes
     * @param bytesStored bytes of own segments
     * @param objects how many things it holds, in the unit of its kind
     * @param missed how many things exist that the plan wants and that it does not hold; above 0 it is partial
     * @param startedAt start of the dump
     * @param sealedAt end of the dump
     * @param toolVersion version of the dumping tool
     * @param serverVersion version of the store
     * @param suspect why it does not count for retention until proven; null: it does
     */
    record Content(
            AttemptId attempt,
            String epoch,
            ManifestReference manifest,
            ObjectReference segmentList,
            List<SegmentOwner> owners,
            int segments,
            long bytesRead,
            long bytesStored,
            long objects,
            long missed,
            Instant startedAt,
            Instant sealedAt,
            String toolVersion,
            String serverVersion,
            @Nullable String suspect) {

        public Content {
            requireNonNull(attempt, "attempt is missing");
            WrappedKey.requireKeyId("epoch", epoch);
            requireNonNull(manifest, "manifest is missing");
            requireNonNull(segmentList, "segmentList is missing");
            owners = List.copyOf(owners);
            requireNonNull(startedAt, "startedAt is missing");
            requireNonNull(sealedAt, "sealedAt is missing");
            requireNonNull(toolVersion, "toolVersion is missing");
            requireNonNull(serverVersion, "serverVersion is missing");
            if (owners.size() > MAX_OWNERS) {
                throw new IllegalArgumentException(
                        "a snapshot refers to " + owners.size() + " owners; at most " + MAX_OWNERS + " are allowed");
            }
        }
    }

    /** Restorable, counts for retention. */
    record Committed(Subject subject, Content content, Instant committedAt) implements Decision {
        public Committed {
            requireNonNull(subject, "subject is missing");
            requireNonNull(content, "content is missing");
            requireNonNull(committedAt, "committedAt is missing");
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
            return new Expired(subject, content, committedAt, rule, at);
        }
    }

    /** Still restorable, on its way out. */
    record Expired(Subject subject, Content content, Instant committedAt, String rule, Instant expiredAt)
            implements Decision {
        public Expired {
            requireNonNull(subject, "subject is missing");
            requireNonNull(content, "content is missing");
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
            return new Committed(subject, content, committedAt);
        }

        public Deleted delete(Instant at) {
            return new Deleted(subject, content, committedAt, rule, expiredAt, at);
        }
    }

    /** Final: the bytes are gone or about to go. */
    record Deleted(
            Subject subject, Content content, Instant committedAt, String rule, Instant expiredAt, Instant deletedAt)
            implements Decision {
        public Deleted {
            requireNonNull(subject, "subject is missing");
            requireNonNull(content, "content is missing");
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
    record Aborted(Subject subject, String reason, Instant abortedAt) implements Decision {
        public Aborted {
            requireNonNull(subject, "subject is missing");
            requireNonNull(reason, "reason is missing");
            requireNonNull(abortedAt, "abortedAt is missing");
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
        public @Nullable Content content() {
            return null;
        }
    }
}
