package io.snapledger.stores.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngineContract;
import io.snapledger.testkit.compare.Outcome;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.util.log.Loggers;

class MariadbEngineTest extends StoreEngineContract {

    private static final String OTHERS = "('information_schema', 'performance_schema', 'mysql', 'sys', 'canaries')";

    static MariadbServer from;
    static MariadbServer to;
    static boolean fromIsDirty;

    private boolean removed;
    final Map<String, String> extra = new HashMap<>();

    @BeforeAll
    static void startServers() {
        Assumptions.assumeTrue(MariadbServer.isAvailable(), "no MariaDB server is installed");
        from = MariadbServer.start();
        to = MariadbServer.start();
        SampleData.fill(from);
        fromIsDirty = false;
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
        SampleData.clear(to);
        if (fromIsDirty) {
            SampleData.clear(from);
            SampleData.fill(from);
            fromIsDirty = false;
        }
    }

    @Override
    protected Set<Capability> capabilities() {
        return EnumSet.complementOf(EnumSet.of(
                Capability.SWAP, // databases are put in place one after the other
                Capability.BYTE_NAMES)); // names are of Unicode
    }

    /** Where a definition says on which port of this machine the server listens. */
    String portOption() {
        return "port";
    }

    @Override
    protected StoreDefinition source() {
        StoreDefinition definition = definition("orders", from);
        return removed ? with(definition, portOption(), "1") : definition; // nobody listens there
    }

    @Override
    protected RestoreTarget target() {
        return new RestoreTarget(definition("restored", to), Map.of());
    }

    /** How the engine is told of a server. */
    StoreDefinition definition(String name, MariadbServer server) {
        Map<String, String> options = new HashMap<>(extra);
        options.put("port", Integer.toString(server.port()));
        options.put("password", MariadbServer.PASSWORD);
        return new StoreDefinition(name, "mariadb", options);
    }

    @Override
    protected Outcome compareIndependently() throws Exception {
        List<String> differences = new ArrayList<>();
        compare(differences, "users", from.ask(USERS), to.ask(USERS));
        List<String> databases = databases(from);
        compare(differences, "databases", databases, databases(to));
        for (String database : databases) {
            if (databases(to).contains(database)) {
                compare(
                        differences,
                        database,
                        from.dumped(database).lines().toList(),
                        to.dumped(database).lines().toList());
                compare(differences, database, checksums(from, database), checksums(to, database));
            }
        }
        return new Outcome(databases.size(), differences);
    }

    private static final String USERS = "select user, host, is_role, default_role, authentication_string, ssl_type,"
            + " max_user_connections, select_priv from mysql.user where user not in ('root', 'mariadb.sys') order by 1, 2";

    private static void compare(List<String> differences, String what, List<String> one, List<String> other) {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            String left = i < one.size() ? one.get(i) : "(end)";
            String right = i < other.size() ? other.get(i) : "(end)";
            if (!left.equals(right)) {
                differences.add(what + ": " + left + " became " + right);
                return;
            }
        }
    }

    private static List<String> databases(MariadbServer server) {
        return server.ask("select schema_name from information_schema.schemata where schema_name not in " + OTHERS
                + " order by 1");
    }

    private static List<String> checksums(MariadbServer server, String database) {
        return server
                .ask(
                        "select concat('checksum table `', replace(table_schema, '`', '``'), '`.`', replace(table_name, '`', '``'),"
                                + " '` extended') from information_schema.tables where table_type = 'BASE TABLE'"
                                + " and table_schema = '" + database.replace("'", "''") + "' order by table_name")
                .stream()
                .flatMap(sql -> server.ask(sql).stream())
                .toList();
    }

    @Override
    protected void changeOneThing() {
        fromIsDirty = true;
        from.run("shop", "insert into no_rows values (2)");
    }

    @Override
    protected void occupyTarget() {
        to.run(
                "",
                "create database shop",
                "create table shop.`before` as select 1 as one",
                "create procedure shop.old() select 1",
                "create user bob identified by 'b'");
    }

    @Override
    protected String fingerprintOfTarget() {
        return databases(to) + " " + to.ask(USERS)
                + to.ask("select table_schema, table_name, table_type from"
                        + " information_schema.tables where table_schema not in " + OTHERS + " order by 1, 2")
                + to.ask(
                        "select routine_schema, routine_name from information_schema.routines where routine_schema not in "
                                + OTHERS + " order by 1, 2");
    }

    @Override
    protected void removeSource() {
        removed = true;
    }

    @Override
    protected void emptySource() {
        fromIsDirty = true;
        SampleData.clear(from);
    }

    @Override
    protected void shrinkSource() {
        fromIsDirty = true;
        from.run("shop", "set foreign_key_checks = 0", "delete from orders where id > 100");
    }

    @Override
    protected Set<String> heldByTheEngine() {
        Set<String> held = new TreeSet<>();
        for (MariadbServer server : List.of(from, to)) {
            held.addAll(server.ask("select user, command, info from information_schema.processlist where id <>"
                    + " connection_id() and user not in ('system user', 'event_scheduler')"));
        }
        return held;
    }

    @Override
    protected Set<String> plantTraps() throws Exception {
        fromIsDirty = true;
        extra.put("exclude-databases", "canaries");
        for (MariadbServer server : List.of(from, to)) {
            server.run("", "create database canaries", "create table canaries.acted (what varchar(100))");
        }
        Traps.plant(from, scratch.resolve("canary"));
        return Set.of("trigger", "event", "function", "names", "client commands");
    }

    @Override
    protected Set<String> trapsThatActed() {
        Set<String> acted = new TreeSet<>(from.ask("select what from canaries.acted"));
        acted.addAll(to.ask("select what from canaries.acted"));
        if (Files.exists(scratch.resolve("canary"))) {
            acted.add("a command of the client");
        }
        return acted;
    }

    @Override
    protected void readCarelessly() {
        from.ask("select * from hers.looking");
    }

    @Override
    protected String makeOneThingUnreadable() {
        fromIsDirty = true;
        from.run("shop", "create table gone (id int)", "create view broken as select id from gone", "drop table gone");
        return "view shop/broken";
    }

    @Override
    protected Set<String> pathsOfSource() {
        return databases(from).stream().map(Evidence::path).collect(Collectors.toSet());
    }

    @Override
    protected String smallPath() {
        return "empty";
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
        return "database/shop/table/orders/rows";
    }

    @Test
    void whatAServerAnswersIsNotLogged() throws Exception {
        assertThat(Loggers.getLogger("anything").isWarnEnabled()).isFalse();
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logRecord) {
                logged.add(logRecord);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            assertThat(engine.probe(refusedSource()).reachable()).isFalse();
        } finally {
            root.removeHandler(handler);
        }
        assertThat(logged)
                .filteredOn(each -> String.valueOf(each.getLoggerName()).startsWith("org.mariadb"))
                .isEmpty();
    }
}
