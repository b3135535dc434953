package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.postgresql.ArchiveFraming.Entry;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/**
 * What a restore left out of a database, as facts {@code database/<name>/left-out/<kind>/<schema>/<tag>}: they stand in what is expected afterwards,
 * and take the facts about these objects out of it and out of the inventory that is compared with it.
 */
final class LeftOut {

    private static final String KEY = "left-out";

    private LeftOut() {}

    /** Adds the entries to what is expected of a database. */
    static void add(SortedMap<String, String> facts, String database, Collection<Entry> entries, String encoding) {
        for (Entry entry : entries) {
            facts.put(
                    Evidence.path(
                            "database",
                            database,
                            KEY,
                            entry.kind(),
                            LateObjects.text(entry.schema(), encoding),
                            LateObjects.text(entry.tag(), encoding)),
                    "yes");
        }
        without(facts, database, new Evidence(facts));
    }

    /** Takes the same out of an inventory as is out of what it is compared with. */
    static void without(SortedMap<String, String> facts, String database, Evidence like) {
        String root = Evidence.path("database", database) + "/";
        SortedMap<String, String> markers = like.below(root + KEY);
        for (String marker : List.copyOf(markers.keySet())) {
            String[] names = marker.substring((root + KEY + "/").length()).split("/", -1);
            facts.keySet()
                    .removeIf(fact -> fact.startsWith(root)
                            && concerns(names[0], names[1], names[2], fact.substring(root.length())));
        }
        facts.putAll(markers);
    }

    /** Counts are of whole classes: without one object they say nothing. */
    private static boolean concerns(String kind, String schema, String tag, String fact) {
        String table = "table/" + schema + "/" + tag + "/";
        return switch (kind) {
            case "TABLE DATA", LateObjects.VIEW -> fact.equals(table + "rows") || fact.equals(table + "digest");
            case "SEQUENCE SET" -> fact.equals("sequence/" + schema + "/" + tag);
            case "BLOBS" -> fact.startsWith("large-objects/");
            default ->
                fact.startsWith("count/")
                        || fact.startsWith(table)
                        || fact.equals("sequence/" + schema + "/" + tag)
                        || fact.equals("extension/" + tag)
                        || fact.startsWith("grants/");
        };
    }
}
