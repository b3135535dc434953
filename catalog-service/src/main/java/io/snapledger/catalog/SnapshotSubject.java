package io.snapledger.catalog;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.EventData;
import io.snapledger.events.Ordered;
import io.snapledger.events.SnapshotDamaged;
import io.snapledger.events.SnapshotDeleted;
import io.snapledger.events.SnapshotExpired;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.events.SnapshotVerified;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
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
    private final List<SnapshotOrder> orders;

    SnapshotSubject(Facts facts, Collection<KnownDecision> known) {
        this.facts = facts;
        this.known = known.stream()
                .sorted(Comparator.comparing(KnownDecision::repository))
                .toList();
        Stream<SnapshotOrder> decided = this.known.stream()
                .map(KnownDecision::decision)
                .filter(Objects::nonNull)
                .map(it -> it.subject().order());
        this.orders = Stream.of(of(DumpRequested.class), of(DumpCompleted.class), of(DumpFailed.class), decided)
                .flatMap(it -> it)
                .toList();
    }

    Optional<String> plan() {
        return text(SnapshotOrder::plan)
                .or(() -> facts.first(UploadFinished.class).map(it -> it.data().plan()))
                .or(() -> facts.first(SnapshotExpired.class).map(it -> it.data().plan()));
    }

    /** The restore before which it was made as a safety snapshot. */
    Optional<String> safetyFor() {
        return value(SnapshotOrder::safetyFor, Objects::nonNull);
    }

    Optional<String> kind() {
        return text(SnapshotOrder::kind);
    }

    Optional<Instant> dueAt() {
        return value(SnapshotOrder::dueAt, it -> true);
    }

    /** In the order of the plan, where an event tells it; then whatever else an event or a decision names. */
    List<String> repositories() {
        Set<String> names = new LinkedHashSet<>();
        orders.forEach(it -> names.addAll(it.repositories()));
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
        return value(SnapshotOrder::backupStores, it -> !it.isEmpty()).orElse(List.of());
    }

    /** The store is in every event of a snapshot. */
    Optional<String> store() {
        return facts.store().or(() -> known.stream().map(KnownDecision::store).findFirst());
    }

    private Optional<String> text(Function<SnapshotOrder, String> field) {
        return value(field, it -> !it.isEmpty());
    }

    /** The first that tells it. */
    private <T> Optional<T> value(Function<SnapshotOrder, T> field, Predicate<T> present) {
        return orders.stream().map(field).filter(present).findFirst();
    }

    private <D extends EventData & Ordered> Stream<SnapshotOrder> of(Class<D> type) {
        return facts.all(type).stream().map(it -> it.data().order());
    }
}
