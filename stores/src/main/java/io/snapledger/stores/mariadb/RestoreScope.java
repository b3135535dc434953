package io.snapledger.stores.mariadb;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StreamContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What of a snapshot is restored, and under which names. */
record RestoreScope(SnapshotContent content, RestoreOptions options, List<Item> items) {

    /**
     * A database.
     *
     * @param database its name in the snapshot
     * @param name its name at the target
     */
    record Item(StreamContent stream, String database, String name) {

        /** What its facts begin with. */
        String path() {
            return "database/" + Evidence.path(database);
        }
    }

    static RestoreScope of(SnapshotContent content, RestoreOptions options) {
        List<Item> items = new ArrayList<>();
        for (StreamContent stream : content.streams()) {
            String database = stream.attributes().get("database");
            if (database != null && isWanted(database, options)) {
                items.add(new Item(stream, database, options.nameOf(database)));
            }
        }
        return new RestoreScope(content, options, List.copyOf(items));
    }

    private static boolean isWanted(String database, RestoreOptions options) {
        return (options.databases().isEmpty() || options.databases().contains(database))
                && (options.only().isEmpty() || options.only().contains(Evidence.path(database)));
    }

    /** The stream of users, if they are to be made. */
    Optional<StreamContent> users() {
        return options.users() && options.only().isEmpty() ? content.stream(MariadbDump.USERS) : Optional.empty();
    }

    /** What a restore of a database must bring about, at a server of that version. */
    SortedMap<String, String> expectedOf(Item item, String serverVersion) {
        boolean same = ServerFacts.number(serverVersion) == ServerFacts.number(content.serverVersion());
        SortedMap<String, String> facts = new TreeMap<>(content.evidence().below(item.path()));
        facts.keySet()
                .removeIf(fact ->
                        !options.keepsDefiners() && fact.endsWith("/definer") || !same && fact.endsWith("/definition"));
        return facts;
    }
}
