package io.snapledger.catalog;

import io.snapledger.catalog.Facts.Fact;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpProgress;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Identities;
import io.snapledger.events.Nullable;
import io.snapledger.events.SealedContent;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.Decision;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Computes a snapshot's row from everything that is known of it. */
final class SnapshotFold {

    private final String id;
    private final Facts facts;
    private final Map<String, Decision> decisions = new TreeMap<>();
    private final Map<String, Damage> unreadable = new TreeMap<>();
    private final SnapshotSubject subject;
    private final List<Attempt> attempts;
    private final int lastAttempt;

    private SnapshotFold(String id, Facts facts, Collection<KnownDecision> decisions) {
        this.id = id;
        this.facts = facts;
        for (KnownDecision known : decisions) {
            if (known.decision() != null) {
                this.decisions.put(known.repository(), known.decision());
            } else {
                this.unreadable.put(known.repository(), known.damage());
            }
        }
        this.subject = new SnapshotSubject(facts, decisions);
        this.attempts = new AttemptFold(facts).fold();
        this.lastAttempt = attempts.stream().mapToInt(Attempt::number).max().orElse(0);
    }

    static Snapshot fold(String id, Collection<LedgerEntry> entries, Collection<KnownDecision> decisions) {
        return new SnapshotFold(id, Facts.of(entries), decisions).fold();
    }

    private Snapshot fold() {
        List<String> repositories = subject.repositories();
        SnapshotState underWay = underWay();
        Map<String, SnapshotCopy> copies = new TreeMap<>();
        for (String repository : repositories) {
            copies.put(
                    repository,
                    new CopyFold(repository, facts, decisions.get(repository), unreadable.get(repository))
                            .fold(underWay, lastAttempt));
        }
        SnapshotState state = repositories.isEmpty()
                ? underWay
                : copies.get(repositories.get(0)).state();
        Optional<DumpCompleted> sealed = sealed(repositories, copies);
        Optional<SealedContent> content = sealed.map(DumpCompleted::content).or(() -> content(repositories));
        Optional<DumpFailed> failure = failure(state);
        Optional<SnapshotCopy> first = repositories.stream()
                .map(copies::get)
                .filter(it -> it.attempt() != null)
                .findFirst();
        boolean unsuccessful = state == SnapshotState.FAILED || state == SnapshotState.ABORTED;
        Optional<SnapshotCopy> refused = repositories.stream()
                .map(copies::get)
                .filter(it -> unsuccessful && it.reason() != null)
                .findFirst();
        return new Snapshot(
                id,
                Identities.backupOf(id),
                subject.plan().orElse(null),
                subject.store().orElse(null),
                subject.kind().orElse(null),
                subject.dueAt().orElse(null),
                subject.safetyFor().orElse(null),
                state,
                history(),
                repositories,
                subject.backupStores(),
                copies,
                attempts,
                content.map(SealedContent::attempt)
                        .or(() -> first.map(SnapshotCopy::attempt))
                        .orElse(null),
                content.map(SealedContent::bytesRead)
                        .or(() -> first.map(SnapshotCopy::bytesRead))
                        .orElse(0L),
                content.map(SealedContent::bytesStored)
                        .or(() -> first.map(SnapshotCopy::bytesStored))
                        .orElse(0L),
                content.map(SealedContent::objects).orElse(0L),
                content.map(SealedContent::missed)
                        .or(() -> finished().map(UploadFinished::missed))
                        .orElse(0L),
                content.map(SealedContent::suspect)
                        .or(() -> finished().map(UploadFinished::suspect))
                        .orElse(null),
                content.map(SealedContent::segments).orElse(0),
                sealed.map(DumpCompleted::streams).orElse(List.of()),
                sealed.map(DumpCompleted::notIncluded).orElse(List.of()),
                sealed.map(DumpCompleted::warnings).orElse(List.of()),
                content.map(SealedContent::toolVersion).orElse(null),
                content.map(SealedContent::serverVersion).orElse(null),
                facts.first(DumpRequested.class).map(Fact::time).orElse(null),
                content.map(SealedContent::startedAt).or(this::lastStart).orElse(null),
                content.map(SealedContent::sealedAt).orElse(null),
                repositories.isEmpty() ? null : copies.get(repositories.get(0)).committedAt(),
                facts.last(DumpRequested.class).map(it -> it.data().deadline()).orElse(null),
                heart(state),
                failure.map(DumpFailed::reason)
                        .or(() -> refused.map(SnapshotCopy::reason))
                        .orElse(null),
                failure.map(DumpFailed::message)
                        .or(() -> refused.map(SnapshotCopy::message))
                        .orElse(null));
    }

    /** How far the last attempt is, as long as no repository has decided. */
    private SnapshotState underWay() {
        if (facts.first(DumpFailed.class, DumpFailed::isFinal).isPresent()) {
            return SnapshotState.FAILED;
        }
        return attempts.stream()
                .filter(it -> it.number() == lastAttempt)
                .map(it -> switch (it.state()) {
                    case REQUESTED -> SnapshotState.REQUESTED;
                    case FAILED -> SnapshotState.FAILED;
                    case RUNNING -> SnapshotState.DUMPING;
                    case SEALED, COMMITTED -> SnapshotState.DUMPED;
                })
                .max(AttemptFold.LIVELIEST)
                .orElse(SnapshotState.HISTORY_UNKNOWN);
    }

    /** The dump that was committed, else the last one that was sealed. */
    private Optional<DumpCompleted> sealed(List<String> repositories, Map<String, SnapshotCopy> copies) {
        Optional<String> winner = repositories.stream()
                .map(it -> copies.get(it).attempt())
                .filter(Objects::nonNull)
                .findFirst();
        if (winner.isPresent()) {
            return facts.first(DumpCompleted.class, it -> it.attempt().equals(winner.get()))
                    .map(Fact::data);
        }
        return facts.all(DumpCompleted.class).stream()
                .map(Fact::data)
                .max(Comparator.comparingInt((DumpCompleted it) -> AttemptFold.number(it.attempt()))
                        .thenComparing(DumpCompleted::attempt));
    }

    private Optional<SealedContent> content(List<String> repositories) {
        return repositories.stream()
                .map(decisions::get)
                .filter(Objects::nonNull)
                .map(Decision::content)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Optional<UploadFinished> finished() {
        return facts.first(UploadFinished.class).map(Fact::data);
    }

    /** The final failure, else that of the last attempt; none if the snapshot came to be. */
    private Optional<DumpFailed> failure(SnapshotState state) {
        if (state != SnapshotState.FAILED && state != SnapshotState.ABORTED) {
            return Optional.empty();
        }
        return facts.first(DumpFailed.class, DumpFailed::isFinal)
                .or(() -> facts.all(DumpFailed.class).stream()
                        .max(Comparator.comparingInt(
                                it -> AttemptFold.number(it.data().attempt()))))
                .map(Fact::data);
    }

    private Optional<Instant> lastStart() {
        return attempts.stream()
                .map(Attempt::startedAt)
                .filter(Objects::nonNull)
                .reduce((one, other) -> other);
    }

    private @Nullable DumpHeart heart(SnapshotState state) {
        boolean running =
                state == SnapshotState.REQUESTED || state == SnapshotState.DUMPING || state == SnapshotState.DUMPED;
        return facts.last(DumpProgress.class)
                .filter(it -> running && AttemptFold.number(it.data().attempt()) >= lastAttempt)
                .map(it -> new DumpHeart(
                        it.data().attempt(),
                        it.data().worker(),
                        it.data().phase(),
                        it.data().bytesRead(),
                        it.data().bytesStaged(),
                        it.data().bytesExpected(),
                        it.time()))
                .orElse(null);
    }

    private History history() {
        boolean known = facts.first(DumpRequested.class).isPresent()
                || facts.first(DumpCompleted.class).isPresent()
                || (decisions.isEmpty() && unreadable.isEmpty());
        return known ? History.KNOWN : History.UNKNOWN;
    }
}
