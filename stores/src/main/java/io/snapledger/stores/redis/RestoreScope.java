package io.snapledger.stores.redis;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one restore brings back.
 *
 * @param databases the snapshot's numbers
 */
record RestoreScope(SnapshotContent content, RestoreOptions options, Sections sections, SortedSet<Integer> databases) {

    /** @throws StoreException {@code BAD_OPTIONS}: the snapshot does not hold what is named */
    static RestoreScope of(SnapshotContent content, RestoreOptions options) throws StoreException {
        Sections sections = Sections.of(content);
        SortedSet<Integer> named = new TreeSet<>(options.databases());
        named.addAll(options.renamed().keySet());
        List<Integer> missing = named.stream()
                .filter(number -> !sections.begins().containsKey(number))
                .toList();
        if (!missing.isEmpty()) {
            throw new StoreException(
                    Reason.BAD_OPTIONS,
                    "the snapshot holds no database db" + missing.get(0),
                    "its databases: " + sections.begins().keySet());
        }
        SortedSet<Integer> databases = new TreeSet<>(sections.begins().keySet());
        databases.removeIf(number -> !options.selects(number));
        long names = databases.stream().map(options::nameAtTarget).distinct().count();
        if (names < databases.size()) {
            throw new StoreException(
                    Reason.BAD_OPTIONS, "two databases would have one number", "give each its own (option rename)");
        }
        return new RestoreScope(content, options, sections, databases);
    }

    boolean isWhole() {
        return options.isWhole();
    }

    long functions() {
        String count = content.evidence().facts().getOrDefault(Inventory.FUNCTIONS, "0");
        return isWhole() && count.matches("\\d{1,9}") ? Long.parseLong(count) : 0;
    }

    /** The part of a snapshot's evidence, or of another like it, that this restore brings about. */
    Evidence partOf(Evidence evidence) {
        if (isWhole()) {
            return evidence;
        }
        SortedMap<String, String> facts = new TreeMap<>();
        evidence.facts().forEach((fact, value) -> {
            boolean isOfScope = databases.stream().anyMatch(number -> fact.startsWith(Inventory.path(number) + "/"));
            if (isOfScope || fact.equals(Horizon.FACT)) {
                facts.put(fact, value);
            }
        });
        return new Evidence(facts);
    }

    /** A number that a dump told. */
    long detail(String name) {
        String value = content.details().getOrDefault(name, "0");
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }
}
