package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.postgresql.ArchiveFraming.Entry;
import io.snapledger.stores.postgresql.RestoreScope.Item;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/** Fills one new database from its archive: definitions, rows, indexes, and last what depends on the rows being right. */
final class DatabaseRestore {

    private static final int BEFORE_DATA = 2;
    private static final int DATA = 3;

    /** Who makes it in a database of the name that it has until the swap. */
    interface Loaders {
        Loader of(String database, TableOfContents contents);
    }

    private final Server server;
    private final Loaders loaders;
    private final Cancellation work;
    private final Item item;
    private final TableOfContents contents;
    private final SortedMap<String, String> expected;
    private final List<String> nullable;
    private final List<String> warnings = new ArrayList<>();

    private final List<Entry> skipped;
    private final Set<Long> skippedIds;
    private final Set<Long> late;
    private final SchemaAlone alone;
    private Loader loader;

    /**
     * @param expected of the database; what is left out is taken out of it
     * @param nullable columns that may be null against their parents' will
     */
    DatabaseRestore(
            Server server,
            Loaders loaders,
            RestoreOptions options,
            Cancellation work,
            Item item,
            TableOfContents contents,
            SortedMap<String, String> expected,
            List<String> nullable) {
        this.server = server;
        this.loaders = loaders;
        this.work = work;
        this.item = item;
        this.contents = contents;
        this.expected = expected;
        this.nullable = nullable;
        alone = SchemaAlone.of(
                contents,
                options.schemasOf(item.database().name()),
                item.database().property("encoding"));
        skippedIds = contents.withDependents(contents.matching(options.skip()));
        skipped = contents.having(entry -> skippedIds.contains(entry.id()));
        late = contents.withDependents(contents.having(entry -> LateObjects.CONSTRAINTS.contains(entry.kind())
                || entry.kind().equals(LateObjects.VIEW)
                || entry.kind().equals("EVENT TRIGGER")));
    }

    /** Whether the archive makes extensions, some of which can be made in a database of a certain name only. */
    boolean makesExtensions() {
        return !wanted(entry -> entry.kind().equals("EXTENSION")).isEmpty();
    }

    /** Makes schemas, types, functions, tables: all that needs no rows. */
    void define(String name) throws StoreException, IOException, InterruptedException {
        begin(name);
        define();
    }

    /**
     * As {@link #define(String)}, but for extensions that can be made only in a database of a certain name: where they can be made apart from what is for
     * everybody's eyes only when it is whole.
     *
     * @return whether the rest is still to be made, by {@link #defineAt}
     */
    boolean defineExtensions(String name) throws StoreException, IOException, InterruptedException {
        begin(name);
        boolean isApart = loader.makeExtensions(definitions());
        if (!isApart) {
            define();
        }
        return isApart;
    }

    /** Makes the rest where the database is now. */
    void defineAt(String name) throws StoreException, IOException, InterruptedException {
        loader.moved(name);
        define();
    }

    private void begin(String name) throws StoreException {
        refuseConflicts();
        loader = loaders.of(name, contents);
        try (Connection connection = server.connect(work, name)) {
            beLikeTheSource(new Sql(connection));
        } catch (SQLException e) {
            throw server.failure("prepare database '" + name + "'", e);
        }
    }

    private List<Entry> definitions() {
        return wanted(entry -> entry.section() == BEFORE_DATA && !late.contains(entry.id()));
    }

    private void define() throws StoreException, IOException, InterruptedException {
        try {
            loader.define(definitions());
        } catch (SQLException e) {
            throw server.failure("define what is in database '" + item.name() + "'", e);
        }
    }

    private void refuseConflicts() throws StoreException {
        List<String> conflicts = alone.conflicts();
        if (!conflicts.isEmpty()) {
            throw new StoreException(
                    StoreException.Reason.BLOCKED,
                    "what is to be restored alone of database '"
                            + item.database().name() + "' needs more: "
                            + String.join("; ", conflicts.subList(0, Math.min(5, conflicts.size()))),
                    "restore those schemas too, or leave out by skip=PATTERN what needs them");
        }
    }

    /** A new database has what a source may have dropped; a language that an archive makes itself must not be there. */
    private void beLikeTheSource(Sql sql) throws SQLException {
        if (lacks("/extension/plpgsql") && makesPlpgsql()) {
            sql.run("drop extension if exists plpgsql");
        }
        if (lacks("/grants/schema//public")) {
            sql.run("drop schema if exists public");
        }
    }

    private boolean lacks(String fact) {
        return !expected.containsKey("database/" + Evidence.path(item.database().name()) + fact);
    }

    private boolean makesPlpgsql() {
        return !contents.having(entry -> entry.kind().equals("PROCEDURAL LANGUAGE")
                        && entry.tag().equals("plpgsql"))
                .isEmpty();
    }

    /** Fills what {@link #define} made; what of it came out otherwise than it was. */
    List<String> fill(String name) throws StoreException, IOException, InterruptedException {
        String encoding = item.database().property("encoding");
        try {
            constrainedRows(encoding);
            List<Entry> empty = loader.populate(wanted(entry -> entry.kind().equals(LateObjects.VIEW)));
            dropPlpgsqlAsTheSourceDid(name);
            loader.finish(wanted(this::isLast));
            warnings.addAll(loader.warnings());
            LeftOut.remove(expected, item.database().name(), empty, encoding);
        } catch (SQLException e) {
            throw server.failure("restore database '" + item.name() + "'", e);
        }
        skipped.forEach(
                entry -> warnings.add("left out of database '" + item.name() + "': " + TableOfContents.name(entry)));
        LeftOut.remove(expected, item.database().name(), skipped, encoding);
        LeftOut.remove(expected, item.database().name(), contents.having(entry -> !alone.keeps(entry)), encoding);
        return warnings;
    }

    private void constrainedRows(String encoding)
            throws StoreException, IOException, InterruptedException, SQLException {
        try (Connection connection = loader.connect()) {
            LateObjects later = new LateObjects(connection);
            later.putChecksAside();
            later.letBeNull(nullable);
            loader.fill(wanted(entry -> entry.section() == DATA));
            loader.complete(wanted(entry -> entry.section() > DATA && !late.contains(entry.id())));
            later.bringChecksBack();
            later.constrain(wanted(entry -> LateObjects.CONSTRAINTS.contains(entry.kind())), encoding);
            warnings.addAll(later.warnings());
        }
    }

    private void dropPlpgsqlAsTheSourceDid(String name) throws StoreException, SQLException {
        if (lacks("/extension/plpgsql") && !makesPlpgsql()) {
            try (Connection connection = server.connect(work, name)) {
                new Sql(connection).run("drop extension if exists plpgsql");
            }
        }
    }

    /** Comments on late constraints and the like, and event triggers, which would see what we do. */
    private boolean isLast(Entry entry) {
        return late.contains(entry.id())
                && !LateObjects.CONSTRAINTS.contains(entry.kind())
                && !entry.kind().equals(LateObjects.VIEW);
    }

    private List<Entry> wanted(Predicate<Entry> which) {
        return contents.having(entry -> !skippedIds.contains(entry.id()) && alone.keeps(entry) && which.test(entry));
    }
}
