package io.snapledger.catalog;

import static java.util.Comparator.naturalOrder;

import io.snapledger.catalog.Facts.Fact;
import io.snapledger.events.Nullable;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SnapshotDamaged;
import io.snapledger.events.SnapshotDeleted;
import io.snapledger.events.SnapshotExpired;
import io.snapledger.events.SnapshotUndeleted;
import io.snapledger.events.SnapshotVerified;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.Decision;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Computes where a snapshot stands in one repository. The latest revision that anyone has said of the decision holds. */
final class CopyFold {

    /** Each decision's first revision. */
    private static final long CREATED = 1;

    /**
     * What the decision is known to have been. Who tells a state without its revision tells the least that it can have had.
     *
     * @param state null as long as nothing is decided
     */
    private record Standing(Decision.@Nullable State state, long revision) {

        private static final Standing NONE = new Standing(null, 0);

        private static final Comparator<Standing> LATER = Comparator.comparing(
                        (Standing it) -> it.state() == Decision.State.DELETED)
                .thenComparing(Standing::revision)
                .thenComparing(Standing::state, Comparator.nullsFirst(naturalOrder()));

        static Standing of(Decision.State state) {
            return new Standing(
                    state,
                    switch (state) {
                        case COMMITTED, ABORTED -> CREATED;
                        case EXPIRED -> CREATED + 1;
                        case DELETED -> CREATED + 2;
                    });
        }
    }

    private final List<Fact<UploadFinished>> finished;
    private final List<Fact<UploadFailed>> failed;
    private final List<Fact<SnapshotExpired>> expired;
    private final List<Fact<SnapshotUndeleted>> undeleted;
    private final Optional<Fact<SnapshotDeleted>> deleted;
    private final Optional<Fact<SnapshotVerified>> verified;
    private final List<Fact<SnapshotDamaged>> damaged;
    private final @Nullable Decision decision;
    private final @Nullable Damage unreadable;

    /** @param unreadable why the decision cannot be read, if there is one that cannot */
    CopyFold(String repository, Facts facts, @Nullable Decision decision, @Nullable Damage unreadable) {
        this.finished = facts.all(UploadFinished.class, it -> it.repository().equals(repository));
        this.failed = facts.all(UploadFailed.class, it -> it.repository().equals(repository));
        this.expired = facts.all(SnapshotExpired.class, it -> it.repository().equals(repository));
        this.undeleted =
                facts.all(SnapshotUndeleted.class, it -> it.repository().equals(repository));
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
        Optional<SealedContent> content = Optional.ofNullable(decision).map(Decision::content);
        Optional<Fact<UploadFailed>> trouble = failed.stream().reduce((one, other) -> other);
        boolean goes =
                standing().state() == Decision.State.EXPIRED || standing().state() == Decision.State.DELETED;
        Optional<SnapshotExpired> expiry = expired.stream()
                .map(Fact::data)
                .filter(it -> goes)
                .max(Comparator.comparing(SnapshotExpired::revision).thenComparing(SnapshotExpired::expiredAt));
        return new SnapshotCopy(
                state(underWay, attempt),
                won.map(UploadFinished::attempt)
                        .or(() -> content.map(SealedContent::attempt))
                        .orElse(null),
                won.map(UploadFinished::bytesRead)
                        .or(() -> content.map(SealedContent::bytesRead))
                        .orElse(0L),
                won.map(UploadFinished::bytesStored)
                        .or(() -> content.map(SealedContent::bytesStored))
                        .orElse(0L),
                won.map(UploadFinished::committedAt).orElse(decisionsCommittedAt()),
                verified.map(it -> it.data().verifiedAt()).orElse(null),
                verified.map(it -> it.data().method()).orElse(null),
                damage(),
                expiry.map(SnapshotExpired::expiredAt).orElse(goes ? decisionsExpiredAt() : null),
                expiry.map(SnapshotExpired::rule).orElse(goes ? decisionsRule() : null),
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
        Decision.State decided = standing().state();
        if (unreadable != null && decided != Decision.State.DELETED && decided != Decision.State.ABORTED) {
            return SnapshotState.DAMAGED; // without its decision nothing of it can be restored
        }
        if (decided == null) {
            return failed.stream().anyMatch(it -> AttemptFold.number(it.data().attempt()) == attempt)
                    ? SnapshotState.FAILED
                    : underWay;
        }
        return switch (decided) {
            case DELETED -> SnapshotState.DELETED;
            case EXPIRED -> SnapshotState.EXPIRED;
            case COMMITTED -> health();
            case ABORTED -> SnapshotState.ABORTED;
        };
    }

    private Standing standing() {
        boolean committed = !finished.isEmpty() || !verified.isEmpty() || !damaged.isEmpty();
        return Stream.of(
                        failed.stream().map(it -> reported(it.data().state())),
                        expired.stream()
                                .map(it -> new Standing(
                                        Decision.State.EXPIRED, it.data().revision())),
                        undeleted.stream()
                                .map(it -> new Standing(
                                        Decision.State.COMMITTED, it.data().revision())),
                        deleted.stream().map(it -> Standing.of(Decision.State.DELETED)),
                        Stream.of(committed ? Standing.of(Decision.State.COMMITTED) : Standing.NONE),
                        Stream.ofNullable(decision).map(it -> new Standing(it.state(), it.revision())))
                .flatMap(it -> it)
                .max(Standing.LATER)
                .orElse(Standing.NONE);
    }

    /** What an upload.failed says that the decision holds; words of later versions tell nothing. */
    private static Standing reported(String state) {
        return Arrays.stream(Decision.State.values())
                .filter(it -> it.name().equals(state))
                .findFirst()
                .map(Standing::of)
                .orElse(Standing.NONE);
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
