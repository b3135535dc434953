package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.NotIncluded.Cause;
import io.snapledger.stores.Probe;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotEntry;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSink;
import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.testkit.postgres.PostgresServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that live, are damaged, or hold what a dump does not carry: the snapshot is what the archive holds, and says what it is not. */
class PostgresqlSourcesTest {

    private static PostgresServer server;

    @TempDir
    private Path scratch;

    private LocalCommandRunner commands;
    private StoreEngine engine;
    private final Map<String, String> options = new HashMap<>();
    private final KeptStreams kept = new KeptStreams();

    @BeforeAll
    static void start() {
        Assumptions.assumeTrue(PostgresServer.isAvailable(), "no PostgreSQL server is installed");
        server = PostgresServer.start(Map.of("max_connections", "20", "max_locks_per_transaction", "20"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void prepare() throws Exception {
        commands = new LocalCommandRunner(scratch.resolve("tools"));
        engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                .of("postgresql");
        server.run("postgres", "update pg_database set datconnlimit = -1 where datconnlimit = -2");
        server.run("postgres", "update pg_database set datistemplate = false where oid >= 16384");
        SampleDatabases.clear(server);
        server.run("postgres", "create database shop");
    }

    @AfterEach
    void close() {
        commands.close();
    }

    private StoreDefinition store() {
        Map<String, String> all = new HashMap<>(options);
        all.put("port", Integer.toString(server.port()));
        all.put("password", PostgresServer.PASSWORD);
        return new StoreDefinition("s", "postgresql", all);
    }

    private DumpReport dump(StreamSink sink) throws Exception {
        return engine.dump(new DumpRequest(store(), Clock.systemUTC().instant().plus(Duration.ofMinutes(3))), sink);
    }

    private DumpReport dump() throws Exception {
        return dump(kept.sink());
    }

    private static List<String> missed(DumpReport report) {
        return report.content().notIncluded().stream()
                .filter(not -> not.cause() == Cause.MISSED)
                .map(NotIncluded::what)
                .toList();
    }

    private static List<String> inherent(DumpReport report) {
        return report.content().notIncluded().stream()
                .filter(not -> not.cause() == Cause.INHERENT)
                .map(NotIncluded::what)
                .toList();
    }

    private void assertEvidenceIsWhatIsThere(DumpReport report) throws Exception {
        assertThat(Evidence.differences(
                        report.content().evidence(),
                        engine.evidence(
                                new RestoreTarget(store(), Map.of()),
                                Optional.of(report.content().evidence()))))
                .isEmpty();
    }

    @Test
    void tablesAreReadOnceAndLockedByPgDumpAlone() throws Exception {
        server.run(
                "shop",
                "do $$ begin for i in 1..400 loop execute format('create table t%s (id int primary key, v text unique)', i);"
                        + " if i % 50 = 0 then commit; end if; end loop; end $$",
                "insert into t1 select g, g from generate_series(1, 10) g");
        long before = scans();
        DumpReport report = dump();
        assertThat(missed(report)).isEmpty();
        assertThat(report.content().evidence().facts()).containsEntry("database/shop/table/public/t1/rows", "10");
        assertThat(report.content().objects()).isEqualTo(10);
        Awaitility.await().until(() -> scans() > before);
        assertThat(scans()).isEqualTo(before + 1);
    }

    private static long scans() {
        return Long.parseLong(server.ask("shop", "select seq_scan from pg_stat_user_tables where relname = 't1'"));
    }

    @Test
    void rowsThatAreTruncatedOrDroppedWhileTheDumpRunsAreCountedAsTheArchiveHasThem() throws Exception {
        server.run(
                "shop",
                "create table a as select g, repeat('x', 500) as t from generate_series(1, 5000) g",
                "create table staging as select generate_series(1, 1000) as n",
                "create table parts (n int) partition by range (n)",
                "create table parts_1 partition of parts for values from (0) to (10)",
                "insert into parts values (1)");
        List<CompletableFuture<Void>> jobs = new ArrayList<>();
        DumpReport report = dump(name -> {
            if (name.equals("shop.dump")) { // pg_dump has its locks
                jobs.add(CompletableFuture.runAsync(() -> server.run("shop", "truncate staging")));
                jobs.add(CompletableFuture.runAsync(() -> server.run("shop", "drop table parts_1")));
                Awaitility.await().until(() -> server.ask("postgres", "select count(*) from pg_locks where not granted")
                        .equals("2"));
            }
            return kept.sink().open(name);
        });
        jobs.forEach(CompletableFuture::join);
        assertThat(report.content().evidence().facts())
                .containsEntry("database/shop/table/public/staging/rows", "1000")
                .containsEntry("database/shop/table/public/parts_1/rows", "1");
    }

    @Test
    void whatIsInvalidOrClosedIsMissedAndTheOthersAreDumped() throws Exception {
        server.run(
                "postgres",
                "create database half_dropped",
                "create database archive",
                "update pg_database set datconnlimit = -2 where datname = 'half_dropped'",
                "alter database archive with allow_connections false");
        DumpReport report = dump();
        assertThat(missed(report)).containsExactlyInAnyOrder("database half_dropped", "database archive");
        assertThat(kept.all()).containsKey("shop.dump");
        options.put("exclude-databases", "half_dropped,archive");
        assertThat(missed(dump(new KeptStreams().sink()))).isEmpty();
    }

    @Test
    void aDatabaseThatFailsIsMissedWithItsReasonAndTheOthersAreDumped() throws Exception {
        server.run("postgres", "create database broken");
        server.run("broken", "create table t as select generate_series(1, 200) as n");
        server.run("shop", "create table t as select generate_series(1, 7) as n");
        String file = server.ask("broken", "select pg_relation_filepath('t')");
        server.run("postgres", "checkpoint");
        Files.delete(server.data().resolve(file));
        server.kill();
        server.restart();
        DumpReport report = dump();
        assertThat(missed(report)).containsExactly("database broken");
        assertThat(report.content().notIncluded())
                .anyMatch(not ->
                        not.what().equals("database broken") && not.reason().contains("could not open file"));
        assertThat(report.content().evidence().facts())
                .containsEntry("database/shop/table/public/t/rows", "7")
                .doesNotContainKey("database/broken/table/public/t/rows");
        assertThat(report.content().streams().stream()
                        .mapToLong(StreamContent::bytes)
                        .sum())
                .isEqualTo(kept.all().values().stream()
                        .mapToLong(bytes -> bytes.length)
                        .sum());
        options.put("databases", "broken");
        StoreException alone = catchThrowableOfType(StoreException.class, () -> dump(new KeptStreams().sink()));
        assertThat(alone).hasMessageContaining("broken").hasMessageContaining("could not open file");
    }

    @Test
    void theTrueReasonIsToldWhereRowsAreNotForThisRole() throws Exception {
        server.run(
                "postgres",
                "create role backup_ro login password '" + PostgresServer.PASSWORD.replace("'", "''")
                        + "' in role pg_read_all_data");
        server.run("shop", "create table sec (id int)", "alter table sec enable row level security");
        options.put("username", "backup_ro");
        StoreException refused = catchThrowableOfType(StoreException.class, this::dump);
        assertThat(refused).hasMessageContaining("row-level security").hasMessageContaining("sec");
    }

    @Test
    void templatesTemplate1AndSettingsOfAllRolesAreCarried() throws Exception {
        try {
            server.run(
                    "postgres",
                    "create database tenant is_template true",
                    "create role admins",
                    "grant admins to postgres",
                    "alter role all set work_mem = '7MB'",
                    "alter role postgres set lock_timeout = '50s'");
            server.run("tenant", "create table seed (n int)", "insert into seed values (1)");
            server.run("template1", "create table everywhere (n int)");
            DumpReport report = dump();
            assertThat(missed(report)).isEmpty();
            assertThat(kept.all()).containsKeys("tenant.dump", "template1.dump");
            assertThat(report.content().evidence().facts())
                    .containsEntry("all-roles/setting/work_mem", "7MB")
                    .containsEntry("installer/setting/lock_timeout", "50s")
                    .containsEntry("installer/member-of/admins", "member")
                    .containsEntry("database/tenant/table/public/seed/rows", "1");
            assertThat(new String(kept.all().get(RolesDump.STREAM), StandardCharsets.UTF_8))
                    .contains("ALTER ROLE ALL SET \"work_mem\" to '7MB';");
            assertThat(report.content().stream("tenant.dump").orElseThrow().attributes())
                    .containsEntry("database.template", "true");
            assertEvidenceIsWhatIsThere(report);
        } finally {
            server.run("postgres", "alter role all reset all", "alter role postgres reset all");
            server.run("template1", "drop table if exists everywhere");
        }
    }

    @Test
    void whatPgDumpPassesOverIsNamed() throws Exception {
        server.run(
                "shop",
                "create table accounts as select g as id, g % 3 as mail from generate_series(1, 9) g",
                "create foreign data wrapper w",
                "create server f foreign data wrapper w",
                "create foreign table far (n int) server f");
        try (Connection connection = server.connect("shop");
                Statement statement = connection.createStatement()) {
            statement.execute("set allow_system_table_mods = on");
            statement.execute("create function pg_catalog.mine() returns int language sql as 'select 1'");
            statement.execute("set client_min_messages = error");
            assertThatThrownBy(
                            () -> statement.execute("create unique index concurrently unfinished on accounts (mail)"))
                    .hasMessageContaining("unfinished");
        }
        DumpReport report = dump();
        assertThat(missed(report)).containsExactly("function pg_catalog.mine of database shop");
        assertThat(inherent(report))
                .contains(
                        "index public.unfinished of database shop",
                        "rows of foreign table public.far of database shop");
        assertThat(report.content().evidence().facts()).containsEntry("database/shop/count/relations-i", "0");
        assertEvidenceIsWhatIsThere(report);
    }

    @Test
    void whatNoRestoreCouldBringBackIsAWarningOfTheBackup() throws Exception {
        server.run(
                "shop",
                "create table docs (id int primary key)",
                "create function n() returns bigint language sql stable as 'select count(*) from docs'",
                "create materialized view stats as select n()",
                "create function known(i int) returns boolean language plpgsql stable as 'begin return exists (select from docs); end'",
                "create table price (cur int check (known(cur)))",
                "create table parent (id int not null)",
                "create table child () inherits (parent)",
                "alter table child alter id drop not null",
                "create table ref (id int references docs)",
                "alter table ref disable trigger all");
        assertThat(dump().warnings())
                .hasSize(4)
                .anyMatch(warning -> warning.contains("materialized view public.stats"))
                .anyMatch(warning -> warning.contains("check constraint public.price.price_cur_check"))
                .anyMatch(warning -> warning.contains("column public.child.id"))
                .anyMatch(warning -> warning.contains("foreign key public.ref.ref_id_fkey"));
    }

    @Test
    void namesThatAreNoTextAreCarriedByteForByte() throws Exception {
        server.run(
                "postgres",
                "create database legacy encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C' template template0",
                "create database latin encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' template template0");
        byte[] script =
                "create table \"caf\u00e9\" (id serial, \"pr\u00e9nom\" text); insert into \"caf\u00e9\" (\"pr\u00e9nom\") values ('Ren\u00e9'), (null);"
                        .getBytes(StandardCharsets.ISO_8859_1);
        psql("legacy", Files.write(scratch.resolve("script.sql"), script));
        server.run(
                "latin",
                "create table \"caf\u00e9\" (id serial, \"pr\u00e9nom\" text)",
                "insert into \"caf\u00e9\" (\"pr\u00e9nom\") values ('Ren\u00e9'), (null)");
        options.put("evidence", "digests");
        DumpReport report = dump();
        assertThat(missed(report)).isEmpty();
        for (String database : List.of("legacy", "latin")) {
            assertThat(report.content().evidence().facts())
                    .containsEntry("database/" + database + "/table/public/caf\u00e9/rows", "2")
                    .containsEntry("database/" + database + "/sequence/public/caf\u00e9_id_seq", "2 called");
        }
        assertEvidenceIsWhatIsThere(report);
    }

    /** The driver sends UTF-8 alone. */
    private static void psql(String database, Path script) throws Exception {
        ProcessBuilder psql = new ProcessBuilder(
                PostgresServer.binaries().orElseThrow().resolve("psql").toString(),
                "-Xqv",
                "ON_ERROR_STOP=1",
                "--host=" + server.host(),
                "--port=" + server.port(),
                "--username=" + PostgresServer.USER,
                "--dbname=" + database,
                "--file=" + script);
        psql.environment().put("PGPASSWORD", PostgresServer.PASSWORD);
        psql.environment().put("PGCLIENTENCODING", "SQL_ASCII");
        assertThat(psql.inheritIO().start().waitFor()).isZero();
    }

    @Test
    void aPlainBackupRoleIsToldTheStatementsThatItNeedsAndThenGetsAllButWhatIsNamed() throws Exception {
        server.run(
                "postgres",
                "create role backup_ro login password '" + PostgresServer.PASSWORD.replace("'", "''") + "'");
        server.run("postgres", "revoke connect on database shop from public");
        server.run(
                "shop",
                "create table t (id int)",
                "insert into t values (1), (2)",
                "create table sec (id int)",
                "alter table sec enable row level security",
                "insert into sec values (1)",
                "create sequence s",
                "select lo_from_bytea(77, 'large')",
                "create foreign data wrapper w",
                "create server crm foreign data wrapper w",
                "create user mapping for postgres server crm options (password 'geheim')",
                "create subscription sub connection 'host=127.0.0.1 port=1 dbname=x' publication p with (connect = false, slot_name = none)");
        options.put("username", "backup_ro");
        options.put("evidence", "digests");
        grantWhatTheProbeSays();
        grantWhatTheProbeSays(); // what could be seen only after entry was granted

        DumpReport report = dump();

        assertThat(missed(report))
                .containsExactlyInAnyOrder(
                        "subscription sub of database shop",
                        "options of the user mapping of postgres at server crm of database shop");
        assertThat(report.content().evidence().facts())
                .containsEntry("database/shop/table/public/t/rows", "2")
                .containsEntry("database/shop/table/public/sec/rows", "1")
                .containsEntry("database/shop/large-objects/count", "1");
        server.run("shop", "alter subscription sub disable", "drop subscription sub");
        server.run("postgres", "revoke select on pg_authid from backup_ro");
    }

    private void grantWhatTheProbeSays() throws Exception {
        Probe probe = engine.probe(store());
        for (String warning : probe.warnings()) {
            if (warning.startsWith("a superuser grants it by: ")) {
                String statement = warning.substring("a superuser grants it by: ".length());
                server.run(statement.endsWith("in database shop") ? "shop" : "postgres", statement);
            }
        }
    }

    @Test
    void largeObjectsThatTheRoleMayNotReadAreMissedAndTheRestIsDumped() throws Exception {
        server.run(
                "postgres",
                "create role backup_ro login password '" + PostgresServer.PASSWORD.replace("'", "''")
                        + "' in role pg_read_all_data");
        server.run("shop", "create table t (id int)", "select lo_from_bytea(77, 'large')");
        options.put("username", "backup_ro");
        DumpReport report = dump();
        assertThat(missed(report)).contains("large objects of database shop");
        assertThat(report.content().evidence().facts()).containsEntry("database/shop/large-objects/count", "0");
    }

    @Test
    void aSnapshotIsListedFromItsTablesOfContents() throws Exception {
        server.run(
                "shop",
                "create schema \"odd/one\"",
                "create table \"odd/one\".t (id int)",
                "create table big as select g, repeat('x', 1000) from generate_series(1, 3000) g",
                "create view v as select 1 as one",
                "create function twice(i int) returns int language sql as 'select i * 2'");
        DumpReport report = dump();
        List<SnapshotEntry> entries = new ArrayList<>();
        long[] read = new long[1];
        engine.list(
                report.content(),
                name -> new ByteArrayInputStream(kept.all().get(name)) {
                    @Override
                    public int read(byte[] buffer) throws IOException {
                        int n = super.read(buffer);
                        read[0] += Math.max(0, n);
                        return n;
                    }
                },
                entries::add);
        assertThat(entries)
                .extracting(entry -> entry.type() + " " + entry.path())
                .containsExactly(
                        "database shop",
                        "schema shop/odd%2Fone",
                        "table shop/odd%2Fone/t",
                        "schema shop/public",
                        "table shop/public/big",
                        "function shop/public/twice(integer)",
                        "view shop/public/v");
        assertThat(entries.get(4).bytes())
                .hasValueSatisfying(bytes -> assertThat(bytes).isGreaterThan(3_000_000L));
        assertThat(read[0]).isLessThan(200_000);
    }
}
