package io.snapledger.catalog;

import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that is known of one subject, sorted by time and identity of the events, so that whatever is computed from it does not
 * depend on the order in which they came.
 */
final class Facts {

    /** One event, typed. */
    record Fact<D extends EventData>(Instant time, String identity, D data) {}

    private static final Comparator<LedgerEntry> ORDER =
            Comparator.comparing((LedgerEntry entry) -> entry.event().time()).thenComparing(LedgerEntry::key);

    private final Map<Class<?>, List<Fact<?>>> byType = new HashMap<>();
    private final List<LedgerEntry> sorted;

    private Facts(List<LedgerEntry> sorted) {
        this.sorted = sorted;
    }

    static Facts of(Collection<LedgerEntry> entries) {
        List<LedgerEntry> sorted = new ArrayList<>(entries);
        sorted.sort(ORDER);
        Facts facts = new Facts(sorted);
        for (LedgerEntry entry : sorted) {
            Event<?> event = entry.event();
            facts.byType
                    .computeIfAbsent(event.data().getClass(), type -> new ArrayList<>())
                    .add(new Fact<>(event.time(), event.identity(), event.data()));
        }
        return facts;
    }

    /** The store that the events of a snapshot name. */
    Optional<String> store() {
        return sorted.stream()
                .map(entry -> entry.about().store())
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** Every fact of a type, the earliest first. */
    @SuppressWarnings("unchecked") // each list holds facts of the type it is filed under, see of()
    <D extends EventData> List<Fact<D>> all(Class<D> type) {
        return (List<Fact<D>>) (List<?>) byType.getOrDefault(type, List.of());
    }

    <D extends EventData> List<Fact<D>> all(Class<D> type, Predicate<D> wanted) {
        List<Fact<D>> found = new ArrayList<>();
        for (Fact<D> fact : all(type)) {
            if (wanted.test(fact.data())) {
                found.add(fact);
            }
        }
        return found;
    }

    <D extends EventData> Optional<Fact<D>> first(Class<D> type) {
        List<Fact<D>> all = all(type);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
    }

    <D extends EventData> Optional<Fact<D>> first(Class<D> type, Predicate<D> wanted) {
        for (Fact<D> fact : all(type)) {
            if (wanted.test(fact.data())) {
                return Optional.of(fact);
            }
        }
        return Optional.empty();
    }

    <D extends EventData> Optional<Fact<D>> last(Class<D> type) {
        List<Fact<D>> all = all(type);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }
}
