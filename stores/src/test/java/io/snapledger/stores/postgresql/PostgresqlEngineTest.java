package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngineContract;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.testkit.compare.Outcome;
import io.snapledger.testkit.compare.PostgresComparison;
import io.snapledger.testkit.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresqlEngineTest extends StoreEngineContract {

    private static final String HERS = "hers";

    private static PostgresServer from;
    private static PostgresServer to;
    private static boolean fromIsDirty;

    private boolean removed;
    private int[] logged;
    private final Map<String, String> extra = new HashMap<>();

    @BeforeAll
    static void startServers() {
        Assumptions.assumeTrue(PostgresServer.isAvailable(), "no PostgreSQL server is installed");
        from = PostgresServer.start();
        to = PostgresServer.start();
        SampleDatabases.fill(from);
    }

    @AfterAll
    static void stopServers() {
        if (from != null) {
            from.close();
            to.close();
        }
    }

    @Override
    protected void prepare() {
        extra.clear();
        clear(to);
        if (fromIsDirty) {
            clear(from);
            SampleDatabases.fill(from);
            fromIsDirty = false;
        }
    }

    private static void clear(PostgresServer server) {
        server.run("postgres", "alter role postgres reset all");
        SampleDatabases.clear(server);
    }

    @Override
    protected StoreDefinition source() {
        StoreDefinition definition = definition("orders", from);
        if (!removed) {
            return definition;
        }
        return with(definition, portOption(), "1"); // nobody listens there
    }

    /** Where a definition says on which port of this machine the server listens. */
    String portOption() {
        return "port";
    }

    @Override
    protected RestoreTarget target() {
        return new RestoreTarget(definition("restored", to), Map.of());
    }

    /** How the engine is told of a server. */
    StoreDefinition definition(String name, PostgresServer server) {
        Map<String, String> options = new HashMap<>(extra);
        options.put("port", Integer.toString(server.port()));
        options.put("password", PostgresServer.PASSWORD);
        return new StoreDefinition(name, "postgresql", options);
    }

    @Override
    protected Outcome compareIndependently() throws Exception {
        return PostgresComparison.compare(from.url("postgres"), to.url("postgres"));
    }

    @Override
    protected void changeOneThing() {
        fromIsDirty = true;
        from.run("shop", "insert into shop.cache values (2)");
    }

    @Override
    protected void occupyTarget() {
        to.run("postgres", "create database shop");
        to.run("shop", "create table before as select 1 as one");
    }

    @Override
    protected String fingerprintOfTarget() {
        String shop = to.ask("postgres", "select count(*) from pg_database where datname = 'shop'")
                        .equals("1")
                ? to.ask(
                        "shop",
                        "select coalesce(string_agg(relname, ' ' order by relname), '') from pg_class c join"
                                + " pg_namespace n on n.oid = relnamespace where nspname !~ '^pg_' and nspname <> 'information_schema'")
                : "no shop";
        return shop
                + to.ask(
                        "postgres", "select string_agg(datname || datallowconn, ' ' order by datname) from pg_database")
                + to.ask("postgres", "select string_agg(rolname, ' ' order by rolname) from pg_roles");
    }

    @Override
    protected void removeSource() {
        removed = true;
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    protected void emptySource() {
        fromIsDirty = true;
        SampleDatabases.clear(from);
    }

    @Override
    protected void shrinkSource() {
        fromIsDirty = true;
        from.run("shop", "truncate shop.orders cascade");
    }

    @Override
    protected Set<String> heldByTheEngine() {
        Set<String> held = new TreeSet<>();
        for (PostgresServer server : List.of(from, to)) {
            String sessions = server.ask(
                    "postgres",
                    "select string_agg(application_name || ' ' || state || ' ' || query, chr(10)) from pg_stat_activity"
                            + " where backend_type = 'client backend' and pid <> pg_backend_pid()");
            if (sessions != null) {
                held.addAll(sessions.lines().toList());
            }
        }
        return held;
    }

    @Override
    protected Set<String> plantTraps() throws Exception {
        fromIsDirty = true;
        Traps.plant(from, HERS);
        logged = new int[] {from.log().length(), to.log().length()};
        return carelessly(
                        "select pg_catalog.array_to_string(pg_catalog.array_agg(p.proname), E'\\n') from pg_catalog.pg_proc p"
                                + " where p.pronamespace operator(pg_catalog.=) 'public'::pg_catalog.regnamespace")
                .lines()
                .collect(Collectors.toSet());
    }

    @Override
    protected Set<String> trapsThatActed() {
        return (from.log().substring(logged[0]) + to.log().substring(logged[1]))
                .lines()
                .filter(line -> line.contains(Traps.SPRUNG))
                .map(line -> line.substring(line.indexOf(Traps.SPRUNG)))
                .collect(Collectors.toSet());
    }

    @Override
    protected void readCarelessly() throws Exception {
        carelessly("select c.relname from pg_catalog.pg_class c where c.relname = 'pg_class'::pg_catalog.name");
    }

    /** Asks in a session that the database's time-outs do not end, but whose search_path is hers. */
    private static String carelessly(String query) throws Exception {
        try (Connection connection = DriverManager.getConnection(from.url(HERS)
                        + "&options=-c%20role=none%20-c%20statement_timeout=0%20-c%20idle_session_timeout=0");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? result.getString(1) : "";
        }
    }

    @Override
    protected String makeOneThingUnreadable() {
        fromIsDirty = true;
        from.run(
                "postgres",
                "create database half_dropped",
                "update pg_database set datconnlimit = -2 where datname = 'half_dropped'");
        return "database half_dropped";
    }

    @Override
    protected Set<String> pathsOfSource() {
        Set<String> paths = new TreeSet<>();
        for (String database : List.of("shop", SampleDatabases.ODD, "UPPER=case")) {
            paths.add(Evidence.path(database));
            String names = from.ask(
                    database,
                    "select string_agg(schema || chr(1) || name, chr(2)) from (select nspname as schema, relname as name from"
                            + " pg_class c join pg_namespace n on n.oid = relnamespace where relkind in ('r', 'p', 'v', 'm', 'S', 'f')"
                            + " union all select nspname, proname || '(' || oidvectortypes(proargtypes) || ')' from pg_proc join"
                            + " pg_namespace n on n.oid = pronamespace union all select nspname, null from pg_namespace"
                            + " where nspname <> 'public') every where schema !~ '^pg_' and schema <> 'information_schema'");
            for (String name : names == null ? new String[0] : names.split("\u0002")) {
                String[] parts = name.split("\u0001");
                paths.add(Evidence.path(database, parts[0]));
                paths.add(Evidence.path(database, parts[0], parts[1]));
            }
        }
        return paths;
    }

    @Override
    protected String smallPath() {
        return "UPPER=case";
    }

    @Override
    protected void plantNamesThatAreNoText() {
        fromIsDirty = true;
        from.run(
                "postgres",
                "create database legacy encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0");
        from.run(
                "legacy",
                "do $$ begin execute pg_catalog.format('create table %I (%I int)',"
                        + " convert_from('\\x636166e9', 'SQL_ASCII'), convert_from('\\xfffe01', 'SQL_ASCII')); end $$");
    }

    @Override
    protected List<String> namesThatAreNoText(StoreDefinition store) {
        PostgresServer server = store.name().equals(source().name()) ? from : to;
        return server.ask(
                        "legacy",
                        "select string_agg(encode(convert_to(relname || '.' || attname, 'SQL_ASCII'), 'hex'), chr(10)) from pg_class"
                                + " join pg_attribute on attrelid = pg_class.oid where relkind = 'r' and attnum > 0"
                                + " and relnamespace = 'public'::regnamespace")
                .lines()
                .toList();
    }

    /** A part of the password that no way of quoting changes much. */
    @Override
    protected String secret() {
        return "odd'signs";
    }

    @Override
    protected StoreDefinition refusedSource() {
        extra.put("username", "nobody-here");
        return source();
    }

    @Override
    protected String factThatIsCompared(Evidence evidence) {
        return "database/shop/table/shop/orders/rows";
    }

    @Test
    void countsAreThoseOfTheDumpWhileRowsAreWritten() throws Exception {
        fromIsDirty = true;
        Thread writer = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                from.run("shop", "insert into shop.orders (name) select 'late' from generate_series(1, 50)");
            }
        });
        KeptStreams kept = new KeptStreams();
        writer.start();
        SnapshotContent content;
        try {
            content = dump(kept);
        } finally {
            writer.interrupt();
            writer.join();
        }
        RestoreReport report = restore(content, kept.source(), false);
        assertEvidenceHolds(report);
    }

    @Test
    void digestsFindAChangedRowThatCountsCannot() throws Exception {
        extra.put("evidence", "digests");
        SnapshotContent content = dump(new KeptStreams());
        fromIsDirty = true;
        from.run("shop", "update shop.orders set name = 'changed' where id = 77");
        Evidence now =
                engine.evidence(new RestoreTarget(source(), Map.of()), java.util.Optional.of(content.evidence()));
        assertThat(Evidence.differences(content.evidence(), now))
                .extracting(Evidence.Difference::fact)
                .containsExactly("database/shop/table/shop/orders/digest");
    }

    @Test
    void databasesAreRestoredBesideUnderOtherNames() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        occupyTarget();
        RestoreTarget renamed = new RestoreTarget(
                target().store(), Map.of("rename-suffix", "_restored", "databases", "shop", "roles", "create"));
        assertThat(engine.plan(renamed, content).fresh()).isTrue();
        RestoreReport report = engine.restore(
                new RestoreRequest("beside", renamed, content, false, soon()), kept.source(), Progress.IGNORED);
        assertThat(Evidence.differences(
                        report.expected(), engine.evidence(renamed, java.util.Optional.of(report.expected()))))
                .isEmpty();
        assertThat(PostgresComparison.compare(
                        from.url("postgres"), to.url("postgres"), new TreeMap<>(Map.of("shop", "shop_restored")), true))
                .matches(Outcome::isEqual);
        assertThat(to.ask("shop", "select count(*) from before")).isEqualTo("1");
    }

    @Test
    void aStaleMaterializedViewIsMadeAnewAndIsNoDifference() throws Exception {
        fromIsDirty = true;
        from.run(
                "shop",
                "create materialized view shop.by_price as select price, count(*) from shop.orders group by price",
                "update shop.orders set price = (select max(price) + 1 from shop.orders)");
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        RestoreReport report = restore(content, kept.source(), false);
        assertThat(Evidence.differences(
                        report.expected(), engine.evidence(target(), java.util.Optional.of(report.expected()))))
                .isEmpty();
        assertThat(to.ask("shop", "select count(*) from shop.by_price"))
                .isEqualTo("1")
                .isNotEqualTo(from.ask("shop", "select count(*) from shop.by_price"));
        assertThat(content.notIncluded()).anyMatch(not -> not.what().contains("materialized"));
    }

    @Test
    void aToolThatSaysSuccessAfterNothingOrHalfIsRefused() throws Exception {
        for (String fake : List.of("exit 0", "head -c 1 | cat; exit 0", "echo PGDMP; exit 0")) {
            StoreException refused = dumpWithFake("pg_dump", fake);
            assertThat(refused.reason()).isEqualTo(Reason.INCOMPLETE);
        }
        for (int bytes : List.of(3, 700, 5_000, 200_000)) {
            StoreException refused =
                    dumpWithFake("pg_dump", "\"$REAL\" \"$@\" | head -c " + bytes + "; cat >/dev/null; exit 0");
            assertThat(refused.reason()).as("cut at %s", bytes).isEqualTo(Reason.INCOMPLETE);
        }
        StoreException cut = dumpWithFake("pg_dumpall", "\"$REAL\" \"$@\" | head -c 500; exit 0");
        assertThat(cut.reason()).isEqualTo(Reason.INCOMPLETE);
    }

    @Test
    void aToolThatDiesMidwayIsAFailedDump() throws Exception {
        StoreException died = dumpWithFake("pg_dump", "\"$REAL\" \"$@\" | head -c 2000; kill -9 $$");
        assertThat(died.reason()).isEqualTo(Reason.TOOL_FAILED);
        assertThat(died).hasMessageContaining("137");
    }

    @Test
    void aToolThatHangsIsKilledAtTheDeadline() throws Exception {
        fakeTools("pg_dump", "sleep 1000 & sleep 1000");
        StoreException late = catchThrowableOfType(
                StoreException.class,
                () -> engine.dump(
                        new DumpRequest(source(), Clock.systemUTC().instant().plus(Duration.ofSeconds(3))),
                        new KeptStreams().sink()));
        assertThat(late.reason()).isEqualTo(Reason.DEADLINE);
    }

    private StoreException dumpWithFake(String program, String script) throws Exception {
        fakeTools(program, script);
        return catchThrowableOfType(StoreException.class, () -> dump(new KeptStreams()));
    }

    /** A directory of tools of which one is a script, except for its version. */
    private void fakeTools(String program, String script) throws Exception {
        Path directory = Files.createDirectories(scratch.resolve("fake"));
        Path real = PostgresServer.binaries().orElseThrow();
        for (String tool : List.of("pg_dump", "pg_dumpall", "pg_restore")) {
            Path path = directory.resolve(tool);
            Files.deleteIfExists(path);
            String body = tool.equals(program) ? script : "exec \"$REAL\" \"$@\"";
            Files.writeString(
                    path,
                    "#!/bin/sh\nREAL=" + real.resolve(tool) + "\n[ \"$1\" = --version ] && exec \"$REAL\" --version\n"
                            + body + "\n");
            Files.setAttribute(path, "unix:mode", 0755);
        }
        extra.put("tools", directory.toString());
    }
}
