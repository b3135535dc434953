package io.snapledger.catalog;

import static java.util.Comparator.naturalOrder;

import io.snapledger.catalog.Facts.Fact;
import io.snapledger.events.Nullable;
import io.snapledger.events.SnapshotDamaged;
import io.snapledger.events.SnapshotDeleted;
import io.snapledger.events.SnapshotExpired;
import io.snapledger.events.SnapshotVerified;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes where a snapshot stands in one repository. The furthest that anyone has said of the decision holds. */
final class CopyFold {

    /** What the decision is known to have been, in the order in which it can only move on. */
    private enum Standing {
        NONE,
        ABORTED,
        COMMITTED,
        EXPIRED,
        DELETED
    }

    private final List<Fact<UploadFinished>> finished;
    private final List<Fact<UploadFailed>> failed;
    private final Optional<Fact<SnapshotExpired>> expired;
    private final Optional<Fact<SnapshotDeleted>> deleted;
    private final Optional<Fact<SnapshotVerified>> verified;
    private final List<Fact<SnapshotDamaged>> damaged;
    private final @Nullable Decision decision;
    private final @Nullable Damage unreadable;

    /** @param unreadable why the decision cannot be read, if there is one that cannot */
    CopyFold(String repository, Facts facts, @Nullable Decision decision, @Nullable Damage unreadable) {
        this.finished = facts.all(UploadFinished.class, it -> it.repository().equals(repository));
        this.failed = facts.all(UploadFailed.class, it -> it.repository().equals(repository));
        this.expired = facts.first(SnapshotExpired.class, it -> it.repository().equals(repository));
        this.deleted = facts.first(SnapshotDeleted.class, it -> it.repository().equals(repository));
        this.verified = facts.all(SnapshotVerified.class, it -> it.repository().equals(repository)).stream()
                .reduce((one, other) ->
                        other.data().verifiedAt().isBefore(one.data().verifiedAt()) ? one : other);
        this.damaged = facts.all(SnapshotDamaged.class, it -> it.repository().equals(repository));
        this.decision = decision;
        this.unreadable = unreadable;
    }

    /**
     * @param underWay the state while the repository has not decided
     * @param attempt number of the last attempt
     */
    SnapshotCopy fold(SnapshotState underWay, int attempt) {
        Optional<UploadFinished> won = finished.stream().map(Fact::data).findFirst();
        Optional<Decision.Content> content = Optional.ofNullable(decision).map(Decision::content);
        Optional<Fact<UploadFailed>> trouble = failed.stream().reduce((one, other) -> other);
        return new SnapshotCopy(
                state(underWay, attempt),
                won.map(UploadFinished::attempt)
                        .or(() -> content.map(it -> it.attempt().toString()))
                        .orElse(null),
                won.map(UploadFinished::bytesRead)
                        .or(() -> content.map(Decision.Content::bytesRead))
                        .orElse(0L),
                won.map(UploadFinished::bytesStored)
                        .or(() -> content.map(Decision.Content::bytesStored))
                        .orElse(0L),
                won.map(UploadFinished::committedAt).orElse(decisionsCommittedAt()),
                verified.map(it -> it.data().verifiedAt()).orElse(null),
                verified.map(it -> it.data().method()).orElse(null),
                damage(),
                expired.map(Fact::time).orElse(decisionsExpiredAt()),
                expired.map(it -> it.data().rule()).orElse(decisionsRule()),
                deleted.map(Fact::time).orElse(decision instanceof Decision.Deleted it ? it.deletedAt() : null),
                deleted.map(it -> it.data().bytes()).orElse(0L),
                decision instanceof Decision.Aborted && trouble.isEmpty()
                        ? "aborted"
                        : trouble.map(it -> it.data().reason()).orElse(null),
                decision instanceof Decision.Aborted it && trouble.isEmpty()
                        ? it.reason()
                        : trouble.map(fact -> fact.data().message()).orElse(null));
    }

    private SnapshotState state(SnapshotState underWay, int attempt) {
        Standing standing = standing();
        if (unreadable != null && standing != Standing.DELETED && standing != Standing.ABORTED) {
            return SnapshotState.DAMAGED; // without its decision nothing of it can be restored
        }
        return switch (standing) {
            case DELETED -> SnapshotState.DELETED;
            case EXPIRED -> SnapshotState.EXPIRED;
            case COMMITTED -> health();
            case ABORTED -> SnapshotState.ABORTED;
            case NONE ->
                failed.stream().anyMatch(it -> AttemptFold.number(it.data().attempt()) == attempt)
                        ? SnapshotState.FAILED
                        : underWay;
        };
    }

    private Standing standing() {
        Stream<Standing> fromFailures =
                failed.stream().map(it -> reported(it.data().state()));
        Stream<Standing> fromEvents = Stream.of(
                finished.isEmpty() ? Standing.NONE : Standing.COMMITTED,
                expired.isEmpty() ? Standing.NONE : Standing.EXPIRED,
                deleted.isEmpty() ? Standing.NONE : Standing.DELETED,
                verified.isEmpty() && damaged.isEmpty() ? Standing.NONE : Standing.COMMITTED,
                decision == null
                        ? Standing.NONE
                        : Standing.valueOf(decision.state().name()));
        return Stream.concat(fromFailures, fromEvents).max(naturalOrder()).orElse(Standing.NONE);
    }

    /** What an upload.failed says that the decision holds; words of later versions tell nothing. */
    private static Standing reported(String state) {
        return switch (state) {
            case "ABORTED" -> Standing.ABORTED;
            case "COMMITTED" -> Standing.COMMITTED;
            case "EXPIRED" -> Standing.EXPIRED;
            case "DELETED" -> Standing.DELETED;
            default -> Standing.NONE;
        };
    }

    private SnapshotState health() {
        if (!damage().isEmpty()) {
            return SnapshotState.DAMAGED;
        }
        return verified.isPresent() ? SnapshotState.VERIFIED : SnapshotState.COMMITTED;
    }

    private List<Damage> damage() {
        Instant whole = verified.map(it -> it.data().verifiedAt()).orElse(Instant.MIN);
        Stream<Damage> found = damaged.stream()
                .filter(it -> !it.time().isBefore(whole))
                .map(it -> new Damage(it.data().object(), it.data().message(), it.time()));
        return Stream.concat(Stream.ofNullable(unreadable), found).toList();
    }

    private @Nullable Instant decisionsCommittedAt() {
        if (decision instanceof Decision.Committed it) {
            return it.committedAt();
        } else if (decision instanceof Decision.Expired it) {
            return it.committedAt();
        }
        return decision instanceof Decision.Deleted it ? it.committedAt() : null;
    }

    private @Nullable Instant decisionsExpiredAt() {
        if (decision instanceof Decision.Expired it) {
            return it.expiredAt();
        }
        return decision instanceof Decision.Deleted it ? it.expiredAt() : null;
    }

    private @Nullable String decisionsRule() {
        if (decision instanceof Decision.Expired it) {
            return it.rule();
        }
        return decision instanceof Decision.Deleted it ? it.rule() : null;
    }
}
