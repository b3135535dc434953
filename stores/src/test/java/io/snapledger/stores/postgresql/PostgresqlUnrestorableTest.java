package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Databases that pg_dump writes and pg_restore refuses: their rows come back all the same, and what did not come true is told. */
class PostgresqlUnrestorableTest extends RestoreFixture {

    private SnapshotContent shop(String... statements) throws Exception {
        from.run("postgres", "create database shop");
        from.run("shop", statements);
        return dump();
    }

    @Test
    void aMaterializedViewWhoseFunctionFindsNoTableIsLeftUnpopulatedAndTold() throws Exception {
        SnapshotContent content = shop(
                "create table docs (id int primary key)",
                "insert into docs values (1)",
                "create function n() returns bigint language sql stable as 'select count(*) from docs'",
                "create materialized view stats as select n()",
                "create materialized view good as select count(*) from docs");
        RestoreReport report = restore(content);
        assertThat(report.warnings()).anyMatch(w -> w.contains("materialized view public.stats is not populated"));
        assertThat(
                        to.ask(
                                "shop",
                                "select string_agg(relname || relispopulated, ' ' order by relname) from pg_class where relkind = 'm'"))
                .isEqualTo("goodtrue statsfalse");
    }

    @Test
    void aMaterializedViewOverAServerThatIsGoneIsLeftUnpopulatedAndTold() throws Exception {
        SnapshotContent content = shop(
                "create table c as select 1 as p",
                "create extension postgres_fdw",
                "create server r foreign data wrapper postgres_fdw options (host '127.0.0.1', port '" + from.port()
                        + "', dbname 'shop')",
                "create user mapping for postgres server r options (user 'postgres', password "
                        + Sql.literal(io.snapledger.testkit.postgres.PostgresServer.PASSWORD) + ")",
                "create foreign table ft (p int) server r options (table_name 'c')",
                "create materialized view mv as select * from ft",
                "alter server r options (set port '1')");
        assertThat(restore(content).warnings())
                .anyMatch(w -> w.contains("materialized view public.mv is not populated"));
    }

    @Test
    void aCheckThatReadsAnotherTableComesAfterItsRows() throws Exception {
        SnapshotContent content = shop(
                "create table zone (code text primary key)",
                "insert into zone values ('EUR')",
                "create function known(c text) returns boolean language plpgsql stable as"
                        + " $$ begin return exists (select 1 from public.zone where code = c); end $$",
                "create table price (id int, cur text constraint known_one check (known(cur)))",
                "comment on constraint known_one on price is 'one of ours'",
                "insert into price values (1, 'EUR')");
        RestoreReport report = restore(content);
        assertThat(report.warnings()).noneMatch(w -> w.contains("NOT VALID"));
        assertThat(
                        to.ask(
                                "shop",
                                "select convalidated || ' ' || obj_description(oid) from pg_constraint where conname = 'known_one'"))
                .isEqualTo("true one of ours");
    }

    @Test
    void aCheckThatFailsAndAForeignKeyThatIsViolatedAreNotValidAndTold() throws Exception {
        SnapshotContent content = shop(
                "create table currency (code text primary key)",
                "insert into currency values ('EUR')",
                "create function known(c text) returns boolean language plpgsql stable as"
                        + " $$ begin return exists (select 1 from currency where code = c); end $$",
                "create table price (id int, cur text check (known(cur)))",
                "insert into price values (1, 'EUR')",
                "create table p (id int primary key)",
                "create table c (p int references p)",
                "comment on constraint c_p_fkey on c is 'to p'",
                "alter table c disable trigger all",
                "insert into c values (99)",
                "alter table c enable trigger all");
        RestoreReport report = restore(content);
        assertThat(report.warnings())
                .anyMatch(w -> w.contains("price_cur_check") && w.contains("NOT VALID"))
                .anyMatch(w -> w.contains("c_p_fkey") && w.contains("NOT VALID"));
        assertThat(to.ask("shop", "select p from c")).isEqualTo("99");
        assertThat(to.ask("shop", "select obj_description(oid) from pg_constraint where conname = 'c_p_fkey'"))
                .isEqualTo("to p");
    }

    @Test
    void whatTheToolRefusesCanBeLeftOutByName() throws Exception {
        SnapshotContent content = shop(
                "create table helper (x int)",
                "insert into helper values (1)",
                "create function f(i int) returns int language plpgsql immutable as"
                        + " $$ begin return (select x from helper) + i; end $$",
                "create table t (i int, j int generated always as (f(i)) stored)",
                "insert into t values (1)",
                "create index on t (i)",
                "create table other as select 1 as one");
        StoreException refused = refused(content);
        assertThat(refused).hasMessageContaining("relation \"helper\" does not exist");
        assertThat(databases(to)).isEqualTo("postgres");
        RestoreReport report = restore(content, "skip=TABLE DATA public t");
        assertThat(report.warnings()).anyMatch(w -> w.endsWith("TABLE DATA public t"));
        assertThat(to.ask("shop", "select one from other")).isEqualTo("1");
        restore(content, "skip=TABLE public t");
        assertThat(to.ask("shop", "select to_regclass('t')")).isNull();
    }

    @Test
    void aColumnThatMayBeNullAgainstItsParentsWillStaysSo() throws Exception {
        SnapshotContent content = shop(
                "create table parent (id int not null)",
                "create table child () inherits (parent)",
                "alter table child alter id drop not null",
                "insert into child values (null)");
        SnapshotContent told = PostgresqlSwapTest.withDetail(
                content, "database/shop/hazard/inherited-not-null/public.child.id", "as the dump tells it");
        restore(told);
        assertThat(to.ask("shop", "select count(*) from child where id is null"))
                .isEqualTo("1");
    }

    @Test
    void tablesOfAMissingTablespaceGoToTheDefaultOneIfToldSo() throws Exception {
        from.run("postgres", "set allow_in_place_tablespaces = on", "create tablespace fast location ''");
        try {
            SnapshotContent content =
                    shop("create table t (id int primary key) tablespace fast", "insert into t values (1)");
            assertThat(refused(content)).isNotNull();
            restore(content, "tablespaces=default");
            assertThat(to.ask("shop", "select id from t")).isEqualTo("1");
        } finally {
            from.run("postgres", "drop database shop", "drop tablespace fast");
        }
    }

    @Test
    void aDatabaseWithoutSchemaPublicOrWithoutItsLanguageComesBackSo() throws Exception {
        from.run("postgres", "create database hardened", "create database plain");
        from.run("hardened", "create schema app", "create table app.t (id int)", "drop schema public");
        from.run("plain", "create table t (id int)", "drop extension plpgsql");
        restore(dump());
        assertThat(to.ask("hardened", "select string_agg(nspname, ' ') from pg_namespace where nspname !~ '^pg_|^inf'"))
                .isEqualTo("app");
        assertThat(to.ask("plain", "select count(*) from pg_extension")).isEqualTo("0");
    }

    @Test
    void namesWithNewlinesQuotesAndPercentsComeBack() throws Exception {
        String odd = "a\nb'\"%s\\;$$ INDEX";
        from.run("postgres", "create database " + Sql.name("d" + odd));
        from.run(
                "d" + odd,
                "create schema " + Sql.name("s" + odd),
                "create table " + Sql.name("s" + odd, "t" + odd) + " (" + Sql.name("c" + odd) + " int primary key)",
                "create table fk (x int constraint " + Sql.name("fk" + odd) + " references "
                        + Sql.name("s" + odd, "t" + odd) + ")",
                "create materialized view " + Sql.name("m" + odd) + " as select 1 as one",
                "create table \"TABLE DATA\" (x int)",
                "create table \"" + "x".repeat(63) + "\" (x int)");
        restore(dump());
        restore(dump(), "rename-suffix=_r");
    }

    @Test
    void aDatabaseAloneIsRestoredAndNothingElseOfTheTargetIsTouched() throws Exception {
        from.run("postgres", "create database crm", "alter role all set work_mem = '7MB'");
        SnapshotContent content = shop("create table t as select 1 as one");
        from.run("postgres", "alter role all reset work_mem");
        to.run("postgres", "create database crm", "create database mine");
        to.run("crm", "create table here (x int)");
        assertThat(engine.plan(only(List.of("shop")), content).fresh()).isTrue();
        restore(content, only(List.of("shop")), false, name -> {
            assertThat(name).isIn("shop.dump", "globals.sql");
            return kept.source().open(name);
        });
        assertThat(databases(to)).isEqualTo("crm mine postgres shop");
        assertThat(to.ask("crm", "select to_regclass('here')")).isEqualTo("here");
        assertThat(to.ask("postgres", "select count(*) from pg_db_role_setting where setrole = 0 and setdatabase = 0"))
                .isEqualTo("0");
    }

    @Test
    void settingsOfAllRolesAndOfTheInstallersComeBackWhereTheTargetHasNone() throws Exception {
        from.run(
                "postgres",
                "create role admins",
                "grant admins to postgres",
                "alter role all set work_mem = '7MB'",
                "alter role postgres set lock_timeout = '5s'");
        try {
            restore(dump());
            assertThat(to.ask(
                            "postgres",
                            "select string_agg(setconfig::text, ' ' order by setrole) from pg_db_role_setting"
                                    + " where setdatabase = 0"))
                    .isEqualTo("{work_mem=7MB} {lock_timeout=5s}");
            assertThat(to.ask(
                            "postgres",
                            "select count(*) from pg_auth_members where member = 10 and roleid = 'admins'::regrole"))
                    .isEqualTo("1");
            to.run("postgres", "alter role all set work_mem = '9MB'");
            assertThat(restore(dump()).warnings()).anyMatch(w -> w.contains("settings of its own for all roles"));
        } finally {
            for (var server : List.of(from, to)) {
                server.run("postgres", "alter role all reset all", "alter role postgres reset all");
            }
        }
    }
}
