package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Code in each place of a database where a restore runs it, waiting for a superuser. */
class PostgresqlStoredCodeTest extends RestoreFixture {

    private static int logged;

    /** Says where it was run, and at the target seizes the server if the session's or the moment's role is a superuser. */
    private static final List<String> SEIZE = List.of(
            "create function public.run(statement text) returns void language plpgsql as"
                    + " $f$ begin execute statement; end $f$", // what is volatile may act, also when what is not calls
            // it
            """
            create function public.strike(place text) returns void language plpgsql as $f$
            begin
              execute 'reset session authorization';
              execute 'reset role';
              execute 'alter role mallory createdb';
              raise log 'SEIZED BY %%', place;
            exception when others then
              null;
            end $f$
            """,
            """
            create function public.seize(place text) returns boolean language plpgsql immutable as $f$
            begin
              if pg_catalog.inet_server_port() <> %d then
                raise log 'RUN IN %%', place;
                perform public.strike(place);
              end if;
              return true;
            end $f$
            """);

    /** Place to the statement that plants the trap there; each is run as mallory, who owns the database and is nobody otherwise. */
    private static final Map<String, List<String>> PLACES = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "generated-column",
                    List.of(
                            "create table generated (i int, b boolean generated always as (seize('generated-column')) stored)",
                            "insert into generated values (1)")),
            Map.entry(
                    "check",
                    List.of(
                            "create table checked (i int check (seize('check') and i > 0))",
                            "insert into checked values (1)")),
            Map.entry(
                    "domain",
                    List.of(
                            "create domain watched as int check (seize('domain'))",
                            "create table of_domain (w watched)",
                            "insert into of_domain values (1)")),
            Map.entry(
                    "default-literal",
                    List.of(
                            "create domain of_default as int check (seize('default-literal'))",
                            "create type pair as (a of_default, b int)",
                            "create table with_default (p pair default '(1,2)'::pair)")),
            Map.entry(
                    "array-literal",
                    List.of(
                            "create domain of_array as int check (seize('array-literal'))",
                            "create view listed as select '{1,2}'::of_array[] as a")),
            Map.entry(
                    "aggregate",
                    List.of(
                            "create domain of_aggregate as int check (seize('aggregate'))",
                            "create function add_one(of_aggregate, int) returns of_aggregate language sql immutable as 'select 1'",
                            "create aggregate many(int) (sfunc = add_one, stype = of_aggregate, initcond = '1')")),
            Map.entry(
                    "partition-key",
                    List.of(
                            "create function key_of(i int) returns int language plpgsql immutable as"
                                    + " $f$ begin perform public.seize('partition-key'); return i; end $f$",
                            "create table parts (i int) partition by range (key_of(i))",
                            "create table part_1 partition of parts for values from (0) to (10)",
                            "insert into parts values (1)")),
            Map.entry(
                    "partition-bound",
                    List.of(
                            "create domain of_bound as int check (seize('partition-bound'))",
                            "create table bounds (i of_bound) partition by list (i)",
                            "create table bound_1 partition of bounds for values in (1)")),
            Map.entry(
                    "index",
                    List.of(
                            "create table indexed as select 1 as i",
                            "create index on indexed ((seize('index')))",
                            "create index on indexed (i) where seize('index-predicate')")),
            Map.entry(
                    "exclusion",
                    List.of(
                            "create table excluded (i int4range, exclude using gist ((case when seize('exclusion') then i end) with &&))",
                            "insert into excluded values ('[1,2)')")),
            Map.entry(
                    "statistics",
                    List.of(
                            "create table measured as select g as i from generate_series(1, 10) g",
                            "create statistics measures on (seize('statistics')), i from measured")),
            Map.entry(
                    "materialized-view", List.of("create materialized view seen as select seize('materialized-view')")),
            Map.entry(
                    "trigger",
                    List.of(
                            "create table triggered (i int)",
                            "create function fires() returns trigger language plpgsql as"
                                    + " $f$ begin perform public.seize('trigger'); return new; end $f$",
                            "create trigger always before insert on triggered for each row execute function fires()",
                            "alter table triggered enable always trigger always",
                            "insert into triggered values (1)")),
            Map.entry(
                    "rule",
                    List.of(
                            "create table ruled (i int)",
                            "create rule also as on insert to ruled do also select public.seize('rule')",
                            "alter table ruled enable always rule also")),
            Map.entry(
                    "policy",
                    List.of(
                            "create table guarded as select 1 as i",
                            "alter table guarded enable row level security",
                            "alter table guarded force row level security",
                            "create policy watch on guarded using (seize('policy'))"))));

    @BeforeEach
    void plant() throws Exception {
        from.run("postgres", "create role mallory login", "create database hers owner mallory");
        for (String sql : SEIZE) {
            asMallory(List.of(sql.contains("%d") ? String.format(sql, from.port()) : sql.replace("%%", "%")));
        }
        for (List<String> statements : PLACES.values()) {
            asMallory(statements);
        }
        from.run(
                "hers", // what a superuser has there calls her too
                "create table public.of_the_superuser (i int, b boolean generated always as (public.seize('superusers-column')) stored)",
                "insert into public.of_the_superuser values (1)",
                "create index on public.of_the_superuser ((public.seize('superusers-index')))",
                "create materialized view public.superusers_view as select public.seize('superusers-view')",
                "create function public.on_ddl() returns event_trigger language plpgsql as"
                        + " $f$ begin perform public.seize('event-trigger'); end $f$",
                "create event trigger hers on ddl_command_end execute function public.on_ddl()",
                "comment on event trigger hers is 'hers'",
                "comment on constraint checked_i_check on public.checked is 'fires'");
    }

    private void asMallory(List<String> statements) throws Exception {
        try (Connection connection = from.connect("hers");
                Statement statement = connection.createStatement()) {
            statement.execute("set session authorization mallory");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void codeInNoPlaceIsRunAsASuperuserAndAllComesBack() throws Exception {
        SnapshotContent content = dump();
        restore(content, target(), true, kept.source());
        assertThat(places("SEIZED BY")).isEmpty();
        restore(content); // over what is there, and compared by the live inventory
        assertThat(places("SEIZED BY")).isEmpty();
        assertThat(places("RUN IN"))
                .contains(
                        "generated-column",
                        "domain",
                        "default-literal",
                        "array-literal",
                        "aggregate",
                        "partition-key",
                        "partition-bound",
                        "index",
                        "exclusion",
                        "statistics",
                        "materialized-view",
                        "superusers-column",
                        "superusers-view");
        assertThat(to.ask("postgres", "select rolcreatedb from pg_roles where rolname = 'mallory'"))
                .isEqualTo("f");
        assertThat(to.ask("postgres", "select count(*) from pg_roles where rolname like 'snapledger%'"))
                .isEqualTo("0");
        assertThat(to.ask("hers", "select count(*) from pg_event_trigger")).isEqualTo("1");
        assertThat(to.ask("hers", "select pg_get_userbyid(relowner) from pg_class where relname = 'of_the_superuser'"))
                .isEqualTo("postgres");
    }

    @Test
    void theTrapsWorkWhereTheOperatorTrustsThem() throws Exception {
        restore(dump(), target("stored-code=trusted"), true, kept.source());
        assertThat(places("SEIZED BY"))
                .contains(
                        "generated-column",
                        "domain",
                        "default-literal",
                        "aggregate",
                        "partition-key",
                        "superusers-column");
        assertThat(to.ask("postgres", "select rolcreatedb from pg_roles where rolname = 'mallory'"))
                .isEqualTo("t");
    }

    /** Her code runs as the loading role, which owns a superuser's function meanwhile: it may not put its own words there. */
    @Test
    void codeThatChangesWhatWillBeASuperusersFailsTheRestore() throws Exception {
        from.run("hers", "create function public.pay() returns int language sql security definer as 'select 1'");
        for (String attack : List.of(
                "create or replace function public.pay() returns int language sql security definer as 'select 2'",
                "alter function public.pay() rename to paid",
                "grant all on function public.pay() to mallory",
                "create table public.more (i int)")) {
            asMallory(List.of(
                    "create or replace function public.bend() returns boolean language plpgsql immutable as $f$ begin"
                            + " if session_user like 'snapledger%' then perform public.run($x$" + attack
                            + "$x$); end if; return true; end $f$",
                    "drop table if exists bent",
                    "create table bent (i int, b boolean generated always as (public.bend()) stored)",
                    "insert into bent values (1)"));
            StoreException refused = refused(dump());
            assertThat(refused).as(attack).isNotNull();
            assertThat(refused).hasMessageContaining("code stored in the database tried to run");
            assertThat(databases(to)).isEqualTo("postgres");
        }
        asMallory(List.of(
                "drop table bent",
                "create domain bends as int check (public.bend())",
                "create type bent_pair as (a bends)",
                "create table bent (p bent_pair default '(1)'::bent_pair)"));
        assertThat(refused(dump())).hasMessageContaining("code stored in the database tried to run");
    }

    /** With a password that she knows she could come in from outside, and do what code may not: here by what the statistics evaluate, last of all. */
    @Test
    void codeThatChangesThePasswordOfTheLoadingRoleFailsTheRestore() throws Exception {
        asMallory(List.of(
                "create function public.open_up() returns boolean language plpgsql immutable as $f$ begin"
                        + " if session_user like 'snapledger%' then"
                        + " perform public.run(format('alter role %I password %L', session_user, 'known')); end if; return true; end $f$",
                "create table way_in as select g as i from generate_series(1, 10) g",
                "create statistics in_by on (public.open_up()), i from way_in"));
        assertThat(refused(dump())).hasMessageContaining("changed the password of role");
        assertThat(databases(to)).isEqualTo("postgres");
        assertThat(to.ask("postgres", "select count(*) from pg_roles where rolname like 'snapledger%'"))
                .isEqualTo("0");
    }

    /** With backslashes that escape, or another search path, what pg_restore sends next would mean something else. */
    @Test
    void codeThatChangesHowStatementsAreReadFailsTheRestore() throws Exception {
        for (String setting : List.of(
                "set standard_conforming_strings = off",
                "set search_path = public, pg_catalog",
                "set client_encoding = sjis")) {
            asMallory(List.of(
                    "drop table if exists twisted",
                    "drop type if exists twisted_pair",
                    "drop domain if exists twists",
                    "create or replace function public.twist() returns boolean language plpgsql immutable as $f$ begin"
                            + " if session_user like 'snapledger%' then perform public.run($x$" + setting
                            + "$x$); end if; return true; end $f$",
                    "create domain twists as int check (public.twist())",
                    "create type twisted_pair as (a twists)",
                    "create table twisted (p twisted_pair default '(1)'::twisted_pair)",
                    "comment on table twisted is $x$\\'; alter role mallory createdb; --$x$"));
            assertThat(refused(dump())).as(setting).hasMessageContaining("changed how statements are read");
        }
        assertThat(places("SEIZED BY")).isEmpty();
    }

    private static List<String> places(String words) {
        return Pattern.compile(words + " (\\S+)")
                .matcher(to.log().substring(logged))
                .results()
                .map(match -> match.group(1))
                .distinct()
                .sorted()
                .toList();
    }

    @BeforeEach
    void forgetTheLog() {
        logged = to.log().length();
    }
}
