package io.snapledger.stores.postgresql;

import io.snapledger.testkit.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The adversary: owns a database, is no superuser, and waits there for one who is. Whatever name a query uses without its schema is also a
 * thing of his: every operator and function of the catalog with its own argument types, aggregates, catalogs and types; his tables carry casts, policies,
 * rules, index expressions and domains that call him. What is sprung with a superuser's rights writes {@value #SPRUNG} into the server's log.
 */
final class Traps {

    static final String SPRUNG = "TRAP SPRUNG";

    static final List<String> NAMES = List.of(
            "x\"; select public.sprung('name'); --",
            "x'); select public.sprung('literal'); --",
            "\\'; select public.sprung('backslash') --",
            "$$; select public.sprung('dollars') $$",
            "line\nbreak; select public.sprung('line')",
            "%s %1$s {0} \\. \t",
            "\\connect postgres");

    private Traps() {}

    static void plant(PostgresServer server, String database) throws SQLException {
        server.run("postgres", "create role mallory login", "create database " + Sql.name(database) + " owner mallory");
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("set session authorization mallory");
            for (String sql : statements()) {
                statement.execute(sql);
            }
            statement.execute("alter database " + Sql.name(database) + " set search_path = public, pg_catalog");
            statement.execute("alter database " + Sql.name(database) + " set transform_null_equals = on");
            statement.execute("alter database " + Sql.name(database) + " set row_security = on");
            statement.execute("alter database " + Sql.name(database) + " set statement_timeout = '1ms'");
            statement.execute(
                    "alter database " + Sql.name(database) + " set idle_in_transaction_session_timeout = '1ms'");
            statement.execute("alter database " + Sql.name(database) + " set idle_session_timeout = '1ms'");
            statement.execute("alter database " + Sql.name(database) + " set role = mallory");
        }
        server.run("postgres", "alter role postgres set search_path = public, pg_catalog");
    }

    private static List<String> statements() {
        List<String> all = new ArrayList<>(List.of(
                """
                create function public.sprung(what text) returns boolean language plpgsql set search_path = pg_catalog as $f$
                begin
                  if (select rolsuper from pg_roles where rolname = current_user) then
                    raise log 'TRAP SPRUNG by %', what;
                  end if;
                  return true;
                end $f$
                """,
                OPERATORS,
                FUNCTIONS,
                "create function public.add_up(bigint) returns bigint language plpgsql as"
                        + " $f$ begin perform public.sprung('count'); return $1 + 1; end $f$",
                "create aggregate public.count(*) (sfunc = public.add_up, stype = bigint, initcond = '0')",
                "create function public.join_up(text, text, text) returns text language plpgsql as"
                        + " $f$ begin perform public.sprung('string_agg'); return $1; end $f$",
                "create aggregate public.string_agg(text, text) (sfunc = public.join_up, stype = text)",
                "create function public.sum_up(numeric, numeric) returns numeric language plpgsql as"
                        + " $f$ begin perform public.sprung('sum'); return $1; end $f$",
                "create aggregate public.sum(numeric) (sfunc = public.sum_up, stype = numeric)",
                "create aggregate public.min(text) (sfunc = pg_catalog.text_smaller, stype = text)",
                "create type public.mood as enum ('good', 'bad')",
                "create domain public.small as int check (public.sprung('domain') and value < 100)",
                "create table public.victims (id int primary key, m public.mood, s public.small,"
                        + " twice int generated always as (id * 2) stored, note text default public.sprung('default')::text)",
                "insert into public.victims values (1, 'good', 5), (2, 'bad', 6)",
                "create function public.as_text(public.mood) returns text language plpgsql as"
                        + " $f$ begin perform public.sprung('cast of an enum'); return 'x'; end $f$",
                "create cast (public.mood as text) with function public.as_text(public.mood) as implicit",
                "create function public.as_text(public.victims) returns text language plpgsql as"
                        + " $f$ begin perform public.sprung('cast of a row'); return 'x'; end $f$",
                "create cast (public.victims as text) with function public.as_text(public.victims) as implicit",
                "create function public.key_of(int) returns int language plpgsql immutable as"
                        + " $f$ begin perform public.sprung('index'); return $1; end $f$",
                "create index on public.victims (public.key_of(id)) where public.sprung('predicate') is not null or id > 0",
                "alter table public.victims enable row level security",
                "alter table public.victims force row level security",
                "create policy seen on public.victims using (public.sprung('policy'))",
                "create view public.seen as select * from public.victims where public.sprung('view')",
                "create materialized view public.stale as select 1 as x where public.sprung('materialized view') with no data",
                VIEWS));
        all.removeIf(sql -> sql.contains("create index on public.victims")); // an index takes immutable functions alone
        all.add("create index on public.victims (public.key_of(id))");
        all.add("create index on public.victims ((public.key_of(7)))"); // evaluated by whoever plans a query of the
        // table
        all.add("create statistics public.measures on (public.key_of(8)), id from public.victims");
        for (String name : NAMES) {
            String quoted = Sql.name(name);
            all.add("create schema " + quoted);
            all.add("create table " + quoted + "." + quoted + " (" + quoted + " serial primary key, t text)");
            all.add("insert into " + quoted + "." + quoted + " (t) values ('\\.'), (E'\\\\N'), (null), (E'a\\tb\\nc')");
            all.add("create function " + quoted + "." + quoted + "(" + quoted
                    + " int) returns int language sql as 'select 1'");
            all.add("comment on table " + quoted + "." + quoted + " is " + Sql.literal(name));
            all.add("select lo_create(0)");
        }
        all.addAll(List.of(
                "create domain public.text as pg_catalog.text check (public.sprung('type text'))",
                "create domain public.name as pg_catalog.name check (public.sprung('type name'))",
                "create domain public.oid as pg_catalog.oid check (public.sprung('type oid'))",
                "create domain public.regclass as pg_catalog.regclass check (public.sprung('type regclass'))",
                "create domain public.numeric as pg_catalog.numeric check (public.sprung('type numeric'))"));
        return all;
    }

    private static final String OPERATORS = """
            do $d$
            declare o record; trap text; n int := 0;
            begin
              for o in select p.oprname, p.oprleft, p.oprright, format_type(p.oprleft, null) as l, format_type(p.oprright, null) as r,
                  format_type(p.oprresult, null) as result from pg_catalog.pg_operator p where p.oprnamespace = 11 and p.oprcode <> 0
                  and not exists (select from pg_catalog.pg_type t where t.oid in (p.oprleft, p.oprright, p.oprresult) and t.typtype = 'p')
              loop
                n := n + 1;
                trap := 'public.trap_of_operator_' || n;
                execute format('create function %s(%s) returns %s language plpgsql as $f$ begin perform public.sprung(%L); return null; end $f$',
                  trap, concat_ws(', ', nullif(o.l, '-'), o.r), o.result, 'operator ' || o.oprname);
                execute format('create operator public.%s (%s rightarg = %s, function = %s)', o.oprname,
                  case when o.oprleft = 0 then '' else 'leftarg = ' || o.l || ',' end, o.r, trap);
              end loop;
            end $d$
            """;

    private static final String FUNCTIONS = """
            do $d$
            declare f record;
            begin
              for f in select p.proname, p.proretset, array_to_string(array(select format_type(a, null) from unnest(p.proargtypes::oid[]) a), ', ') as arguments,
                  format_type(p.prorettype, null) as result from pg_catalog.pg_proc p where p.pronamespace = 11 and p.prokind = 'f' and p.provariadic = 0
                  and not exists (select from pg_catalog.pg_type t where (t.oid = any (p.proargtypes::oid[]) or t.oid = p.prorettype) and t.typtype = 'p')
              loop
                execute format('create or replace function public.%I(%s) returns %s %s language plpgsql as $f$ begin perform public.sprung(%L); %s; end $f$',
                  f.proname, f.arguments, case when f.proretset then 'setof' else '' end, f.result, 'function ' || f.proname,
                  case when f.proretset then 'return' else 'return null' end);
              end loop;
            end $d$
            """;

    private static final String VIEWS = """
            do $d$
            declare c record;
            begin
              for c in select relname from pg_catalog.pg_class where relnamespace = 11 and relkind in ('r', 'v') loop
                begin
                  execute format('create view public.%I as select * from pg_catalog.%I where public.sprung(%L)', c.relname, c.relname, 'catalog ' || c.relname);
                exception when others then null; -- a column of a pseudo-type
                end;
              end loop;
            end $d$
            """;
}
