package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StreamContent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What of a snapshot a restore takes, and where it goes. */
record RestoreScope(SnapshotContent content, RestoreOptions options, List<Item> items) {

    /**
     * One database.
     *
     * @param database as it is to be
     * @param name at the target
     */
    record Item(Database database, StreamContent stream, String name) {}

    static RestoreScope of(SnapshotContent content, RestoreOptions options) {
        List<Item> items = new ArrayList<>();
        for (StreamContent stream : content.streams()) {
            if (stream.attributes().containsKey("database")) {
                Database database = Database.fromAttributes(stream.attributes(), stream.bytes());
                boolean overTheServersOwn = database.isTemplate1()
                        && options.nameOf(database.name()).equals(database.name());
                if (options.selects(database.name()) && !overTheServersOwn) {
                    items.add(new Item(options.adapted(database), stream, options.nameOf(database.name())));
                }
            }
        }
        return new RestoreScope(content, options, List.copyOf(items));
    }

    boolean hasRoles() {
        return content.stream(RolesDump.STREAM).isPresent() && !options.roles().equals("skip");
    }

    /** The snapshot's roles, by name. */
    List<String> roles() {
        return content.evidence().namesBelow("role").stream()
                .map(Evidence::unescaped)
                .toList();
    }

    int serverMajor() {
        return Integer.parseInt(content.details().getOrDefault("server-version-number", "0")) / 10_000;
    }

    /** Bytes the databases took at the source. */
    long bytesOnDisk() {
        return items.stream()
                .mapToLong(item -> Long.parseLong(content.details()
                        .getOrDefault(Evidence.path("database", item.database().name(), "bytes-on-disk"), "0")))
                .sum();
    }

    /** Columns, as {@code schema.table.column}, that could be null at the source although their parents' could not. */
    List<String> nullableColumns(Database database) {
        return new Evidence(content.details())
                .namesBelow(Evidence.path("database", database.name(), "hazard", "inherited-not-null")).stream()
                        .map(Evidence::unescaped)
                        .toList();
    }

    /** What the evidence must say afterwards about one database: all that the snapshot's says and that the options do not change. */
    SortedMap<String, String> expectedOf(Database database) {
        SortedMap<String, String> facts =
                new TreeMap<>(content.evidence().below(Evidence.path("database", database.name())));
        PostgresqlEvidence.propertyFacts(database, database.name())
                .forEach((fact, value) -> facts.computeIfPresent(fact, (same, was) -> was.equals(value) ? was : null));
        return facts;
    }

    /** What the evidence must say afterwards about everything that was not kept, of databases what came of them. */
    Evidence expected(Set<String> keptRoles, Collection<SortedMap<String, String>> databases) {
        SortedMap<String, String> facts = new TreeMap<>();
        databases.forEach(facts::putAll);
        if (hasRoles()) {
            roles().stream()
                    .filter(role -> !keptRoles.contains(role))
                    .forEach(role -> facts.putAll(content.evidence().below(Evidence.path("role", role))));
        }
        return new Evidence(facts);
    }
}
