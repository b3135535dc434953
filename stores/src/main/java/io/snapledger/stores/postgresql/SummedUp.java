package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Facts about a database of very many objects, summed up: those of tables and sequences schema by schema, or over all schemas where
 * those are many themselves; owners and grants likewise, for each different owner and grant. A mark among the facts says so, so that
 * an inventory that is compared is summed up in the same way.
 */
final class SummedUp {

    /** How widely. */
    private enum Width {
        SCHEMA,
        DATABASE
    }

    private static final String MARK = "summed-up";

    /** Classes with many objects; grants of others are looked up one by one. */
    private static final Set<String> WITH_MANY = Set.of("relation", "column", "function", "type");

    private SummedUp() {}

    /** The facts about a database as they are told beside so many others. */
    static SortedMap<String, String> within(int room, SortedMap<String, String> facts, String database) {
        if (facts.size() <= room) {
            return facts;
        }
        SortedMap<String, String> bySchema = sum(facts, database, Width.SCHEMA);
        return bySchema.size() <= room ? bySchema : sum(facts, database, Width.DATABASE);
    }

    /** The facts about a database as they were told in an evidence. */
    static SortedMap<String, String> as(Evidence like, SortedMap<String, String> facts, String database) {
        String width = like.facts().get(Evidence.path("database", database, MARK));
        return width == null ? facts : sum(facts, database, Width.valueOf(width));
    }

    /** Whether a fact about tables, below the database, is a sum. */
    static boolean isOfTables(String fact) {
        return fact.matches("table(/[^/]*)?");
    }

    /** Whether a fact, below the database, sums up what a schema has of tables, or of sequences. */
    static boolean isOf(String what, String schema, String fact) {
        return fact.equals(what) || fact.equals(what + "/" + schema);
    }

    private static SortedMap<String, String> sum(SortedMap<String, String> facts, String database, Width width) {
        String root = Evidence.path("database", database) + "/";
        SortedMap<String, String> told = new TreeMap<>();
        Map<String, SortedMap<String, String>> groups = new TreeMap<>();
        facts.forEach((fact, value) -> {
            Optional<String> group = group(fact.substring(root.length()), value, width);
            if (group.isPresent()) {
                groups.computeIfAbsent(root + group.get(), any -> new TreeMap<>())
                        .put(fact, value);
            } else {
                told.put(fact, value);
            }
        });
        groups.forEach((fact, members) -> {
            String sum = Evidence.sum(members);
            boolean isGrant = fact.startsWith(root + "grants/");
            told.put(fact, isGrant ? members.get(members.firstKey()) + ", " + sum : sum);
        });
        told.put(root + MARK, width.name());
        return told;
    }

    /** The fact that sums it up: names are escaped, so that none of an object has fewer or more parts. */
    private static Optional<String> group(String fact, String value, Width width) {
        String[] parts = fact.split("/", -1);
        boolean whole = width == Width.DATABASE;
        return switch (parts[0]) {
            case "table", "sequence" -> Optional.of(whole ? parts[0] : parts[0] + "/" + parts[1]);
            case "grants" ->
                WITH_MANY.contains(parts[1])
                        ? Optional.of("grants/" + parts[1] + "/" + (whole ? "" : parts[2]) + "/by/"
                                + Database.digest(value).substring(0, 32))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }
}
