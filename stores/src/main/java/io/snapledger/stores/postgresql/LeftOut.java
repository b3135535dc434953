package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.postgresql.ArchiveFraming.Entry;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * What a restore left out of a database, in terms of facts: what is expected afterwards is always a part of the snapshot's evidence, and which part it is
 * tells what an inventory is to be limited to.
 */
final class LeftOut {

    private static final List<String> ADAPTED = List.of("collate", "ctype", "provider");

    private LeftOut() {}

    /** Takes the facts about entries out of what is expected of a database. */
    static void remove(SortedMap<String, String> facts, String database, Collection<Entry> entries, String encoding) {
        String root = Evidence.path("database", database) + "/";
        for (Entry entry : entries) {
            String schema = Evidence.path(LateObjects.text(entry.schema(), encoding));
            String tag = Evidence.path(LateObjects.text(entry.tag(), encoding));
            facts.keySet()
                    .removeIf(fact -> fact.startsWith(root)
                            && concerns(entry.kind(), schema, schema + "/" + tag, tag, fact.substring(root.length())));
        }
    }

    /** Counts and grants are of whole classes: without one object they say nothing. */
    private static boolean concerns(String kind, String schema, String object, String tag, String fact) {
        String table = "table/" + object + "/";
        return switch (kind) {
            case "TABLE DATA", LateObjects.VIEW ->
                fact.equals(table + "rows") || fact.equals(table + "digest") || SummedUp.isOf("table", schema, fact);
            default ->
                SummedUp.isOf("table", schema, fact)
                        || SummedUp.isOf("sequence", schema, fact)
                        || fact.startsWith("count/")
                        || fact.startsWith("grants/")
                        || fact.startsWith("large-objects/")
                        || fact.startsWith(table)
                        || fact.equals("sequence/" + object)
                        || fact.equals("extension/" + tag);
        };
    }

    /**
     * Limits an inventory of a database to what a part of a snapshot's evidence covers. Where that counts no classes, definitions were left out, and only
     * its own facts are compared; otherwise only the rows of tables of which it knows nothing but the columns, and properties that it lacks, are not.
     */
    static void limit(SortedMap<String, String> facts, String database, Evidence like) {
        String root = Evidence.path("database", database) + "/";
        if (like.below(root + "count").isEmpty()) {
            facts.keySet().retainAll(like.facts().keySet());
            return;
        }
        ADAPTED.stream()
                .map(root::concat)
                .filter(fact -> !like.facts().containsKey(fact))
                .forEach(facts::remove);
        facts.keySet()
                .removeIf(fact -> fact.startsWith(root + "table/") && isUnknown(fact, like)
                        || fact.startsWith(root)
                                && SummedUp.isOfTables(fact.substring(root.length()))
                                && !like.facts().containsKey(fact));
    }

    private static boolean isUnknown(String fact, Evidence like) {
        String table = fact.substring(0, fact.lastIndexOf('/') + 1);
        return !fact.endsWith("/columns")
                && !like.facts().containsKey(fact)
                && like.facts().containsKey(table + "columns");
    }
}
