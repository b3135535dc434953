package io.snapledger.stores.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Fills a database with random objects of all classes that pg_dump carries, the same for the same seed. What the server refuses is left out, so that the
 * statements need not fit each other.
 */
final class DdlFuzzer {

    private static final List<String> TYPES = List.of(
            "int",
            "bigint",
            "smallint",
            "text",
            "varchar(40)",
            "char(5)",
            "numeric(12,3)",
            "numeric",
            "real",
            "double precision",
            "boolean",
            "date",
            "time",
            "timetz",
            "timestamp",
            "timestamptz",
            "interval",
            "uuid",
            "bytea",
            "json",
            "jsonb",
            "xml",
            "inet",
            "cidr",
            "macaddr",
            "point",
            "box",
            "circle",
            "int4range",
            "tstzrange",
            "tsvector",
            "bit(7)",
            "varbit",
            "text[]",
            "int[]",
            "money",
            "name",
            "pg_lsn");

    private final Random random;
    private final Connection connection;
    private final String role;
    private final List<String> tables = new ArrayList<>();
    private final List<String> views = new ArrayList<>();
    private final List<String> functions = new ArrayList<>();
    private final List<String> schemas = new ArrayList<>(List.of("public"));
    private int number;
    private int made;

    DdlFuzzer(long seed, Connection connection, String role) {
        this.random = new Random(seed);
        this.connection = connection;
        this.role = role;
    }

    /** Makes objects; how many. */
    int fill(int wishes) throws SQLException {
        connection.setAutoCommit(true);
        for (int i = 0; i < wishes; i++) {
            wish();
        }
        views.forEach(view -> run("refresh materialized view " + view)); // a restore makes them anew
        return made;
    }

    private boolean run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            made++;
            return true;
        } catch (SQLException e) {
            return false; // refused: another wish
        }
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String simpleName() {
        String[] odd = {
            "x",
            "Überschrift",
            "select",
            "extension",
            "a b",
            "it's",
            "q\"uote",
            "per%cent",
            "sl/ash",
            "new\nline",
            "TABLE DATA",
            "$dollar",
            "back\\slash",
            "ends;",
            "--",
            "123",
            "rows",
            "ü",
            "x".repeat(50)
        };
        return odd[random.nextInt(odd.length)] + (++number);
    }

    private String name() {
        return Sql.name(simpleName());
    }

    private String qualified() {
        return pick(schemas) + "." + name();
    }

    private void wish() {
        switch (random.nextInt(38)) {
            case 0, 1, 2, 3, 4 -> table();
            case 5, 6 -> rows();
            case 7 -> run("create index on " + aTable() + " (c0" + (chance(30) ? " desc nulls last" : "") + ")");
            case 8 -> run("create unique index on " + aTable() + " (k)");
            case 9 ->
                run("create view " + qualified() + (chance(30) ? " with (security_barrier)" : "") + " as select * from "
                        + aTable());
            case 10 -> materializedView();
            case 11, 12 -> function();
            case 13 -> schema();
            case 14 ->
                run("create sequence " + qualified() + " as " + pick(List.of("int", "bigint")) + " increment "
                        + (1 + random.nextInt(5)) + (chance(30) ? " cycle" : "")
                        + (chance(50) ? " start " + (1 + random.nextInt(1000)) : ""));
            case 15 -> run("create type " + qualified() + " as enum (" + Sql.literal(simpleName()) + ", 'b', 'c')");
            case 16 -> run("create type " + qualified() + " as (a int, b text)");
            case 17 ->
                run("create domain " + qualified() + " as int default 3 constraint " + name() + " check (value > 0)");
            case 18 -> run("create type " + qualified() + " as range (subtype = float8)");
            case 19 -> trigger();
            case 20 -> policy();
            case 21 -> run("create rule " + name() + " as on update to " + aTable() + " do also nothing");
            case 22 -> grant();
            case 23 -> comment();
            case 24 -> run("create statistics " + qualified() + " (ndistinct) on k, c0 from " + aTable());
            case 25 -> run("create collation " + qualified() + " (provider = libc, locale = 'C')");
            case 26 ->
                run("create operator " + pick(schemas) + ".<#> (leftarg = int, rightarg = int, function = int4pl)");
            case 27 -> run("create aggregate " + qualified() + " (int) (sfunc = int4pl, stype = int, initcond = '0')");
            case 28 -> run("create text search configuration " + qualified() + " (copy = simple)");
            case 29 ->
                run("create text search dictionary " + qualified() + " (template = simple, stopwords = english)");
            case 30 -> foreign();
            case 31 -> publication();
            case 32 -> partitions();
            case 33 -> inherits();
            case 34 -> largeObject();
            case 35 ->
                run("alter default privileges " + (chance(50) ? "in schema " + pick(schemas) : "for role " + role)
                        + " grant select on tables to " + role);
            case 36 -> odds();
            default -> foreignKey();
        }
    }

    private String aTable() {
        return tables.isEmpty() ? "nowhere" : pick(tables);
    }

    private void table() {
        String table = qualified();
        StringBuilder sql = new StringBuilder("create ")
                .append(chance(10) ? "unlogged " : "")
                .append("table ")
                .append(table)
                .append(" (k int");
        sql.append(pick(
                List.of("", " primary key", " not null", " generated always as identity", " default 7", " unique")));
        int columns = random.nextInt(7);
        for (int i = 0; i < columns; i++) {
            sql.append(", c").append(i).append(' ').append(pick(TYPES)).append(chance(15) ? " not null" : "");
        }
        if (chance(20)) {
            sql.append(", g int generated always as (k * 2) stored");
        }
        if (chance(25)) {
            sql.append(", ").append(name()).append(" serial");
        }
        if (chance(20)) {
            sql.append(", constraint ").append(name()).append(" check (k > -1000)");
        }
        sql.append(')')
                .append(pick(List.of("", "", "", " with (fillfactor = 70)", " with (autovacuum_enabled = false)")));
        if (run(sql.toString())) {
            tables.add(table);
            if (chance(20)) {
                run("alter table " + table + " drop column c0");
            }
            if (chance(15)) {
                run("alter table " + table + " alter k set statistics 17");
            }
            if (chance(10)) {
                run("alter table " + table + " replica identity full");
            }
            if (chance(10)) {
                run("alter table " + table + " owner to " + role);
            }
            fillTable(table);
        }
    }

    private void materializedView() {
        String view = qualified();
        boolean empty = chance(30);
        if (run("create materialized view " + view + " as select k, c0 from " + aTable()
                        + (empty ? " with no data" : ""))
                && !empty) {
            views.add(view);
        }
    }

    private void rows() {
        fillTable(aTable());
    }

    /** Rows of whatever types the columns have: null, or what their input takes of a few texts. */
    private void fillTable(String table) {
        int n = random.nextInt(60);
        run("insert into " + table + " (k) select g + " + random.nextInt(10000) + " from generate_series(1, " + n
                + ") g");
        for (String value : List.of(
                "1",
                "'t'",
                "E'tab\\tline\\nback\\\\slash\\r'",
                "'\\.'",
                "'\\N'",
                "''",
                "'2026-01-01 10:00:00+02'",
                "'{1,2}'",
                "'[1,3)'",
                "'(1,2)'",
                "'<(1,2),3>'",
                "'10.0.0.1'",
                "'01:02:03'",
                "'{\"a\": [1, \"ü\"]}'",
                "'<a>b</a>'",
                "'\\x00ff27'",
                "B'1010101'",
                "'NaN'",
                "1.5e10")) {
            run("update " + table + " set c" + random.nextInt(6) + " = " + value + " where k % "
                    + (2 + random.nextInt(4)) + " = 0");
        }
    }

    private void function() {
        String function = qualified() + "(a int, b text default 'x')";
        String body = pick(List.of(
                " returns int language sql as 'select a * 2'",
                " returns int language plpgsql strict as $$ begin return a; /* ; ' \" */ end $$",
                " returns setof int language sql stable rows 7 as 'select generate_series(1, a)'",
                " returns table (x int, y text) language sql security definer set search_path = pg_catalog as 'select a, b'",
                " returns text language plpgsql immutable parallel safe as $q$ begin return E'line\\n'; end $q$"));
        if (run("create function " + function + body)) {
            functions.add(function.replace(" default 'x'", "").replace("a int, b text", "int, text"));
        }
        if (chance(20)) {
            run("create procedure " + qualified() + "(inout n int) language plpgsql as $$ begin n := n + 1; end $$");
        }
    }

    private void schema() {
        String schema = name();
        if (run("create schema " + schema + (chance(30) ? " authorization " + role : ""))) {
            schemas.add(schema);
        }
    }

    private void trigger() {
        String function = qualified();
        run("create function " + function + "() returns trigger language plpgsql as $$ begin return new; end $$");
        String table = aTable();
        String trigger = name();
        if (run("create trigger " + trigger + " before insert or update on " + table + " for each row execute function "
                        + function + "()")
                && chance(30)) {
            run("alter table " + table + " disable trigger " + trigger);
        }
        if (chance(15)) {
            run("create function " + function + "_e() returns event_trigger language plpgsql as $$ begin null; end $$");
            run("create event trigger " + name() + " on ddl_command_end when tag in ('DROP FUNCTION') execute function "
                    + function + "_e()");
        }
    }

    private void policy() {
        String table = aTable();
        run("create policy " + name() + " on " + table + pick(List.of("", " as restrictive", " for select to " + role))
                + " using (k > 0)");
        if (chance(60)) {
            run("alter table " + table + " enable row level security");
        }
    }

    private void grant() {
        run(pick(List.of(
                "grant select, insert on " + aTable() + " to " + role + (chance(40) ? " with grant option" : ""),
                "grant update (k) on " + aTable() + " to " + role,
                "grant usage on schema " + pick(schemas) + " to public",
                "revoke all on " + aTable() + " from postgres",
                functions.isEmpty() ? "nothing" : "revoke execute on function " + pick(functions) + " from public",
                functions.isEmpty() ? "nothing" : "grant execute on function " + pick(functions) + " to " + role)));
    }

    private void comment() {
        String text = Sql.literal("about " + simpleName());
        run(pick(List.of(
                "comment on table " + aTable() + " is " + text,
                "comment on column " + aTable() + ".k is " + text,
                "comment on schema " + pick(schemas) + " is " + text,
                functions.isEmpty() ? "nothing" : "comment on function " + pick(functions) + " is " + text)));
    }

    private void foreign() {
        String wrapper = name();
        String server = name();
        run("create foreign data wrapper " + wrapper + " options (a " + Sql.literal(simpleName()) + ")");
        run("create server " + server + " type 't' version '1' foreign data wrapper " + wrapper
                + " options (host 'x')");
        run("create user mapping for " + role + " server " + server + " options (password 'p''w')");
        run("create foreign table " + qualified() + " (a int options (x 'y'), b text) server " + server);
        run("grant usage on foreign server " + server + " to " + role);
    }

    private void publication() {
        run("create publication " + name()
                + pick(List.of(
                        "",
                        " for all tables",
                        " for table " + aTable(),
                        " for table " + aTable() + " with (publish = 'insert')")));
        if (chance(20)) {
            run("create subscription " + name()
                    + " connection 'host=127.0.0.1 port=1' publication p with (connect = false, slot_name = none)");
        }
    }

    private void partitions() {
        String table = qualified();
        if (run("create table " + table + " (k int not null, c0 text, primary key (k)) partition by range (k)")) {
            run("create table " + qualified() + " partition of " + table + " for values from (0) to (100)");
            run("create table " + qualified() + " partition of " + table + " default");
            run("insert into " + table + " select g, 'p' from generate_series(90, 110) g");
            run("create index on " + table + " (c0)");
        }
        String hashed = qualified();
        if (run("create table " + hashed + " (k int, c0 int) partition by hash (k)")) {
            run("create table " + qualified() + " partition of " + hashed
                    + " for values with (modulus 1, remainder 0)");
            run("insert into " + hashed + " select g, g from generate_series(1, 20) g");
            run("create index on only " + hashed + " (c0)"); // invalid until each partition has one: pg_dump carries it
        }
    }

    private void inherits() {
        String child = qualified();
        if (run("create table " + child + " (extra text) inherits (" + aTable() + ")")) {
            tables.add(child);
            fillTable(child);
        }
    }

    private void largeObject() {
        int oid = 100_000 + random.nextInt(800_000);
        run("select lo_from_bytea(" + oid + ", decode(repeat('00ff2a', " + random.nextInt(20_000) + "), 'hex'))");
        if (chance(40)) {
            run("grant select on large object " + oid + " to " + role);
        } else if (chance(30)) { // both would write an ACL out that says what none says, too
            run("alter large object " + oid + " owner to " + role);
        }
    }

    private void odds() {
        String type = qualified();
        switch (random.nextInt(8)) {
            case 0 -> run("create cast (int as " + type + ") with inout"); // refused unless the type is there
            case 1 -> {
                run("create type " + type + " as enum ('x')");
                run("create function " + type + "_to_int(" + type
                        + ") returns int language sql immutable as 'select 1'");
                run("create cast (" + type + " as int) with function " + type + "_to_int(" + type + ")");
            }
            case 2 -> run("create conversion " + qualified() + " for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8");
            case 3 -> run("create operator family " + qualified() + " using btree");
            case 4 ->
                run("create operator class " + qualified()
                        + " for type int using hash as operator 1 =, function 1 hashint4(int)");
            case 5 -> run("create access method " + name() + " type index handler bthandler");
            case 6 -> {
                run("create function " + type
                        + "() returns language_handler language c as '$libdir/plpgsql', 'plpgsql_call_handler'");
                run("create language " + name() + " handler " + type);
            }
            default ->
                run("create text search parser " + qualified()
                        + " (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype)");
        }
    }

    private void foreignKey() {
        run("alter table " + aTable() + " add constraint " + name() + " foreign key (k) references " + aTable() + " (k)"
                + (chance(50) ? " not valid" : " on delete cascade deferrable"));
    }
}
