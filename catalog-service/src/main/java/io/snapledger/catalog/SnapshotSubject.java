package io.snapledger.catalog;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.SnapshotDamaged;
import io.snapledger.events.SnapshotDeleted;
import io.snapledger.events.SnapshotExpired;
import io.snapledger.events.SnapshotVerified;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Of what a snapshot is: what several events and the decisions repeat, taken from the first of them that tells it. */
final class SnapshotSubject {

    private final Facts facts;
    private final List<KnownDecision> known;
    private final List<Decision> decisions;

    SnapshotSubject(Facts facts, Collection<KnownDecision> known) {
        this.facts = facts;
        this.known = known.stream()
                .sorted(Comparator.comparing(KnownDecision::repository))
                .toList();
        this.decisions = this.known.stream()
                .map(KnownDecision::decision)
                .filter(Objects::nonNull)
                .toList();
    }

    Optional<String> plan() {
        return text(DumpRequested::plan, DumpCompleted::plan, DumpFailed::plan, Decision.Subject::plan)
                .or(() -> facts.first(UploadFinished.class).map(it -> it.data().plan()))
                .or(() -> facts.first(SnapshotExpired.class).map(it -> it.data().plan()));
    }

    /** The restore before which it was made as a safety snapshot. */
    Optional<String> safetyFor() {
        return value(
                DumpRequested::safetyFor,
                DumpCompleted::safetyFor,
                DumpFailed::safetyFor,
                Decision.Subject::safetyFor,
                Objects::nonNull);
    }

    Optional<String> kind() {
        return text(DumpRequested::kind, DumpCompleted::kind, DumpFailed::kind, Decision.Subject::kind);
    }

    Optional<Instant> dueAt() {
        return value(
                DumpRequested::dueAt, DumpCompleted::dueAt, DumpFailed::dueAt, Decision.Subject::dueAt, it -> true);
    }

    /** In the order of the plan, where an event tells it; then whatever else an event or a decision names. */
    List<String> repositories() {
        Set<String> names = new LinkedHashSet<>();
        facts.all(DumpRequested.class).forEach(it -> names.addAll(it.data().repositories()));
        facts.all(DumpCompleted.class).forEach(it -> names.addAll(it.data().repositories()));
        facts.all(DumpFailed.class).forEach(it -> names.addAll(it.data().repositories()));
        Set<String> named = new TreeSet<>();
        known.forEach(it -> named.add(it.repository()));
        Stream.of(
                        facts.all(UploadFinished.class).stream()
                                .map(it -> it.data().repository()),
                        facts.all(UploadFailed.class).stream()
                                .map(it -> it.data().repository()),
                        facts.all(SnapshotExpired.class).stream()
                                .map(it -> it.data().repository()),
                        facts.all(SnapshotDeleted.class).stream()
                                .map(it -> it.data().repository()),
                        facts.all(SnapshotVerified.class).stream()
                                .map(it -> it.data().repository()),
                        facts.all(SnapshotDamaged.class).stream()
                                .map(it -> it.data().repository()))
                .flatMap(all -> all)
                .forEach(named::add);
        names.addAll(named);
        return new ArrayList<>(names);
    }

    List<String> backupStores() {
        return value(
                        DumpRequested::backupStores,
                        DumpCompleted::backupStores,
                        DumpFailed::backupStores,
                        Decision.Subject::backupStores,
                        it -> !it.isEmpty())
                .orElse(List.of());
    }

    /** The store is in every event of a snapshot. */
    Optional<String> store() {
        return facts.store().or(() -> known.stream().map(KnownDecision::store).findFirst());
    }

    private Optional<String> text(
            Function<DumpRequested, String> requested,
            Function<DumpCompleted, String> completed,
            Function<DumpFailed, String> failed,
            Function<Decision.Subject, String> decided) {
        return value(requested, completed, failed, decided, it -> !it.isEmpty());
    }

    /** The first of a field's sources that has it. */
    private <T> Optional<T> value(
            Function<DumpRequested, T> requested,
            Function<DumpCompleted, T> completed,
            Function<DumpFailed, T> failed,
            Function<Decision.Subject, T> decided,
            Predicate<T> present) {
        return facts.first(DumpRequested.class)
                .map(it -> requested.apply(it.data()))
                .filter(present)
                .or(() -> facts.first(DumpCompleted.class)
                        .map(it -> completed.apply(it.data()))
                        .filter(present))
                .or(() -> facts.first(DumpFailed.class)
                        .map(it -> failed.apply(it.data()))
                        .filter(present))
                .or(() -> decisions.stream()
                        .map(it -> decided.apply(it.subject()))
                        .filter(present)
                        .findFirst());
    }
}
