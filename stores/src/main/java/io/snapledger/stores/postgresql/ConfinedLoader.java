package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.postgresql.ArchiveFraming.Entry;
import io.snapledger.stores.postgresql.RestoreScope.Item;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a database without running any code that is stored in it as a superuser. Whatever may reach such code (checks of domains are called even by the
 * literals of a default) is made by the {@linkplain LoadingRole loading role}, which owns all objects meanwhile. The superuser makes what nobody else may,
 * and at the end gives everything to its owners, in a session in which no stored code ever ran.
 */
final class ConfinedLoader extends Loader {

    /** The role is a superuser, or can become one. */
    private static final String POWERFUL = """
            select exists (select from pg_roles p where pg_has_role(r.oid, p.oid, 'member') and (p.rolsuper or p.rolcreaterole
              or p.rolname in ('pg_execute_server_program', 'pg_write_server_files', 'pg_read_server_files')))
            from pg_roles r where r.rolname = ?
            """;

    private final Server confined;
    private final LoadingRole loading;
    private final String role;
    private final ArchiveFeed confinedFeed;
    private final TableOfContents contents;
    private final String encoding;
    private final List<Entry> made = new ArrayList<>();
    private final List<Entry> attached = new ArrayList<>();
    private String ownerOfPublic = "";
    private Maker maker;

    ConfinedLoader(
            Server server,
            ArchiveFeed feed,
            RestoreOptions options,
            Cancellation work,
            Item item,
            String database,
            TableOfContents contents,
            LoadingRole loading) {
        super(server, feed, options, work, item, database);
        this.loading = loading;
        this.role = loading.name();
        this.confined = server.as(loading.name(), loading.password());
        this.confinedFeed = feed.as(confined);
        this.contents = contents;
        this.encoding = item.database().property("encoding");
    }

    @Override
    void define(List<Entry> entries) throws StoreException, IOException, InterruptedException, SQLException {
        if (made.isEmpty()) {
            makeExtensions(entries);
        }
        try (Connection connection = server.connect(work, database)) {
            Sql superuser = new Sql(connection);
            maker = maker(superuser);
            refuseUnsafe(entries);
            takeSchemas(superuser);
            letUseTablespaces(superuser);
            new Guard(superuser, role).install(encoding);
            loading.letIn(superuser);
        }
        tryToConnect();
        inTurns(having(entries, false));
    }

    @Override
    boolean makeExtensions(List<Entry> entries) throws StoreException, IOException, InterruptedException {
        List<Entry> first = having(entries, true);
        feed(feed, first, false, false);
        made.addAll(first);
        return true;
    }

    private static List<Entry> having(List<Entry> entries, boolean first) {
        return entries.stream().filter(entry -> Maker.isFirst(entry) == first).toList();
    }

    private Maker maker(Sql superuser) throws SQLException {
        return new Maker(
                contents,
                Set.copyOf(superuser.texts("select quote_ident(lanname) from pg_language where lanpltrusted")),
                Set.copyOf(superuser.texts(
                        "select lower(name) from pg_settings where context in ('superuser', 'superuser-backend')")));
    }

    private void refuseUnsafe(List<Entry> entries) throws StoreException {
        List<String> unsafe = entries.stream()
                .filter(maker::isUnsafe)
                .map(TableOfContents::name)
                .toList();
        if (!unsafe.isEmpty()) {
            throw new StoreException(
                    Reason.BLOCKED,
                    "only a superuser can make " + String.join(", ", unsafe) + " of database '"
                            + item.database().name()
                            + "', and would run code that is stored there by making it, for a value of a user's type is in it",
                    "leave it out (skip=PATTERN), or trust that code (stored-code=trusted); the target was left as it was");
        }
    }

    /** The loading role makes objects in all schemas; what an extension made in its own stays whose it is. */
    private void takeSchemas(Sql superuser) throws SQLException {
        ownerOfPublic = superuser
                .first("select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'public'")
                .orElse("");
        for (String schema : superuser.texts("select quote_ident(n.nspname) from pg_namespace n where " + Catalog.OURS
                + " and " + Catalog.noExtension("n", "pg_namespace"))) {
            superuser.run("alter schema " + schema + " owner to " + Sql.name(role));
        }
        for (String schema : superuser.texts("select quote_ident(n.nspname) from pg_namespace n where " + Catalog.OURS
                + " and not " + Catalog.noExtension("n", "pg_namespace"))) {
            superuser.run("grant usage, create on schema " + schema + " to " + Sql.name(role));
        }
    }

    private void letUseTablespaces(Sql superuser) throws SQLException {
        if (options.keepsTablespaces()) {
            for (String tablespace :
                    superuser.texts("select quote_ident(spcname) from pg_tablespace where oid >= 16384")) {
                superuser.run("grant create on tablespace " + tablespace + " to " + Sql.name(role));
            }
        }
    }

    private void tryToConnect() throws StoreException, SQLException {
        try (Connection connection = confined.connect(work, database)) {
            new Sql(connection).run("select 1");
        } catch (StoreException e) {
            throw new StoreException(
                    e.reason(),
                    "the temporary role that loads databases cannot log in: " + e.getMessage(),
                    "let roles named snapledger_load_* in by password (pg_hba.conf), or trust the code that is stored in the"
                            + " databases (stored-code=trusted)",
                    e);
        }
    }

    @Override
    void fill(List<Entry> entries) throws StoreException, IOException, InterruptedException, SQLException {
        List<Entry> superusers = entries.stream().filter(maker::isSuperusers).toList();
        List<Entry> others =
                entries.stream().filter(entry -> !maker.isSuperusers(entry)).toList();
        boolean attach = superusers.stream().allMatch(entry -> Maker.ATTACHED.contains(entry.kind()));
        if (!attach) {
            feed(feed, superusers, true, false);
        }
        letDefine(false);
        feed(confinedFeed, withoutAttached(others), false, true);
        letDefine(true);
    }

    private void letDefine(boolean define) throws StoreException, SQLException {
        try (Connection connection = server.connect(work, database)) {
            new Guard(new Sql(connection), role).let(define);
        }
    }

    @Override
    void complete(List<Entry> entries) throws StoreException, IOException, InterruptedException, SQLException {
        inTurns(entries);
    }

    @Override
    Connection connect() throws StoreException {
        return confined.connect(work, database);
    }

    /** In the archive's order, as many as possible at once. */
    private void inTurns(List<Entry> entries) throws StoreException, IOException, InterruptedException, SQLException {
        List<Entry> turn = new ArrayList<>();
        boolean superusers = false;
        for (Entry entry : withoutAttached(entries)) {
            if (maker.isSuperusers(entry) != superusers) {
                take(turn, superusers);
                turn.clear();
                superusers = !superusers;
            }
            turn.add(entry);
        }
        take(turn, superusers);
    }

    /** Large objects get their owners at once; servers and publications are borrowed for what the loading role makes of them. */
    private void take(List<Entry> turn, boolean superusers)
            throws StoreException, IOException, InterruptedException, SQLException {
        if (!superusers) {
            feed(confinedFeed, turn, false, false);
            made.addAll(turn);
            return;
        }
        List<Entry> large = turn.stream().filter(Maker::isOfLargeObjects).toList();
        List<Entry> others =
                turn.stream().filter(entry -> !Maker.isOfLargeObjects(entry)).toList();
        feed(feed, large, true, false);
        feed(feed, others, false, false);
        made.addAll(others);
        List<Entry> borrowed = others.stream()
                .filter(entry -> entry.kind().equals("SERVER") || isPublicationOfTables(entry))
                .toList();
        if (!borrowed.isEmpty()) {
            try (Connection connection = server.connect(work, database)) {
                Ownership ownership = new Ownership(new Sql(connection), encoding);
                for (Entry entry : borrowed) {
                    ownership.give(entry, role);
                }
            }
        }
    }

    private static boolean isPublicationOfTables(Entry entry) {
        return entry.kind().equals("PUBLICATION") && !entry.definition().contains(" FOR ALL ");
    }

    private List<Entry> withoutAttached(List<Entry> entries) {
        List<Entry> rest = new ArrayList<>();
        for (Entry entry : entries) {
            (Maker.ATTACHED.contains(entry.kind()) ? attached : rest).add(entry);
        }
        return rest;
    }

    /**
     * The views of ordinary roles are populated by PostgreSQL as their owners, in a restricted operation, once they have them; those of the powerful by the
     * loading role before that, with what they read.
     */
    @Override
    List<Entry> populate(List<Entry> views) throws StoreException, IOException, InterruptedException, SQLException {
        Set<Long> powerful = ofThePowerful(views);
        Set<Long> needed = withWhatTheyRead(views, powerful);
        List<Entry> empty = new ArrayList<>();
        try (Connection connection = connect()) {
            int before = warnings.size();
            empty.addAll(populate(
                    connection,
                    views.stream().filter(view -> needed.contains(view.id())).toList()));
            empty.removeIf(view -> !powerful.contains(view.id())); // they have their turn
            warnings.subList(before, warnings.size()).removeIf(warning -> empty.stream()
                    .noneMatch(view -> warning.contains(view.schema() + "." + view.tag())));
            if (options.analyze()) {
                new Sql(connection).run("set client_min_messages = error"); // of what others own
                new Sql(connection).run("analyze");
            }
        }
        handOver();
        try (Connection connection = server.connect(work, database)) {
            List<Entry> ordinary =
                    views.stream().filter(view -> !powerful.contains(view.id())).toList();
            empty.addAll(populate(connection, ordinary));
            if (options.analyze()) {
                analyze(new Sql(connection), ordinary);
            }
        }
        return empty;
    }

    /** Event triggers come after everything that would fire them. */
    @Override
    void finish(List<Entry> entries) throws StoreException, IOException, InterruptedException, SQLException {
        List<Entry> triggers = new ArrayList<>();
        List<Entry> others = new ArrayList<>();
        for (Entry entry : entries) {
            boolean isOfTrigger =
                    entry.kind().equals("EVENT TRIGGER") || entry.tag().startsWith("EVENT TRIGGER ");
            if (!isOfTrigger && !Maker.ATTACHED.contains(entry.kind())) {
                throw new StoreException(
                        Reason.BLOCKED,
                        TableOfContents.name(entry) + " of database '"
                                + item.database().name()
                                + "' comes after everything has its owner, and would be made as a superuser",
                        "leave it out (skip=PATTERN), or trust what is stored there (stored-code=trusted)");
            }
            (isOfTrigger ? triggers : others).add(entry);
        }
        feed(feed, others, true, false);
        feed(feed, triggers, true, false);
    }

    private void analyze(Sql superuser, List<Entry> views) throws SQLException {
        for (Entry view : views) {
            superuser.run("analyze "
                    + Sql.name(LateObjects.text(view.schema(), encoding), LateObjects.text(view.tag(), encoding)));
        }
    }

    private Set<Long> ofThePowerful(List<Entry> views) throws StoreException, SQLException {
        try (Connection connection = server.connect(work, database)) {
            Sql sql = new Sql(connection);
            Set<Long> powerful = new HashSet<>();
            for (Entry view : views) {
                boolean isPowerful = sql.first(POWERFUL, LateObjects.text(view.owner(), encoding))
                        .orElse("t")
                        .equals("t");
                if (isPowerful) {
                    powerful.add(view.id());
                }
            }
            return powerful;
        }
    }

    private static Set<Long> withWhatTheyRead(List<Entry> views, Set<Long> of) {
        Set<Long> all = new HashSet<>(of);
        for (int i = views.size() - 1; i >= 0; i--) { // in the archive's order, what is read comes before
            if (all.contains(views.get(i).id())) {
                all.addAll(views.get(i).dependencies());
            }
        }
        return all;
    }

    /** From here on no stored code runs by what we do, but by the queries of views, as their owners. */
    private void handOver() throws StoreException, IOException, InterruptedException, SQLException {
        try (Connection connection = server.connect(work, database)) {
            Sql superuser = new Sql(connection);
            loading.shutOut(superuser);
            new Guard(superuser, role).remove();
            Ownership ownership = new Ownership(superuser, encoding);
            if (!ownerOfPublic.isEmpty()) {
                superuser.run("alter schema public owner to " + Sql.name(ownerOfPublic));
            }
            ownership.give(made);
            superuser.run("reassign owned by " + Sql.name(role) + " to current_user");
            superuser.run("drop owned by " + Sql.name(role));
        }
        feed(feed, attached, true, false);
        attached.clear();
    }
}
