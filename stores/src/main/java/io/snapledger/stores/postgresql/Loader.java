package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.postgresql.ArchiveFraming.Entry;
import io.snapledger.stores.postgresql.RestoreScope.Item;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Makes the entries of an archive in one new database: as the store's role and with their owners at once, as pg_restore does. */
class Loader {

    final Server server;
    final ArchiveFeed feed;
    final RestoreOptions options;
    final Cancellation work;
    final Item item;
    String database;
    final List<String> warnings = new ArrayList<>();

    /** @param database the name that it has until the swap */
    Loader(Server server, ArchiveFeed feed, RestoreOptions options, Cancellation work, Item item, String database) {
        this.server = server;
        this.feed = feed;
        this.options = options;
        this.work = work;
        this.item = item;
        this.database = database;
    }

    /** The database has another name from now on. */
    final void moved(String name) {
        database = name;
    }

    /** What did not come true. */
    List<String> warnings() {
        return warnings;
    }

    /**
     * Makes the extensions, with the schemas that they are in, apart from the rest, as {@link #define} would do it first; false: it cannot be told apart.
     *
     * @param entries all that needs no rows
     */
    boolean makeExtensions(List<Entry> entries) throws StoreException, IOException, InterruptedException {
        return false;
    }

    /** Makes what needs no rows; schemas first, with the rights in them, which a plain role's members need to own something there. */
    void define(List<Entry> entries) throws StoreException, IOException, InterruptedException, SQLException {
        feed(feed, entries.stream().filter(Loader::isOfSchemas).toList(), true, false);
        feed(feed, entries.stream().filter(entry -> !isOfSchemas(entry)).toList(), true, false);
    }

    private static boolean isOfSchemas(Entry entry) {
        return entry.kind().equals("SCHEMA")
                || (entry.kind().equals("ACL") && entry.tag().startsWith("SCHEMA "));
    }

    /** Loads rows, and proves the archive whole. */
    void fill(List<Entry> entries) throws StoreException, IOException, InterruptedException, SQLException {
        feed(feed, entries, true, true);
    }

    /** Makes what needs rows. */
    void complete(List<Entry> entries) throws StoreException, IOException, InterruptedException, SQLException {
        feed(feed, entries, true, false);
    }

    /** A session for what is made of rows one by one: checks, foreign keys. */
    Connection connect() throws StoreException {
        return server.connect(work, database);
    }

    /** Makes the planner's statistics, if they are wanted, and populates the views; the entries of those that stay empty. */
    List<Entry> populate(List<Entry> views) throws StoreException, IOException, InterruptedException, SQLException {
        try (Connection connection = connect()) {
            List<Entry> empty = populate(connection, views);
            if (options.analyze()) {
                new Sql(connection).run("analyze");
            }
            return empty;
        }
    }

    final List<Entry> populate(Connection connection, List<Entry> views) throws SQLException {
        LateObjects last = new LateObjects(connection);
        List<Entry> empty = last.populate(views, item.database().property("encoding"));
        warnings.addAll(last.warnings());
        return empty;
    }

    /** Makes what comes last: comments on what came late, and event triggers, which would see what we do. */
    void finish(List<Entry> entries) throws StoreException, IOException, InterruptedException, SQLException {
        feed(feed, entries, true, false);
    }

    final void feed(ArchiveFeed by, List<Entry> entries, boolean owners, boolean whole)
            throws StoreException, IOException, InterruptedException {
        by.run(item.stream(), database, entries, options.keepsTablespaces(), owners, whole);
    }
}
