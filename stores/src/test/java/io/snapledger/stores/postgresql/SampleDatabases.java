package io.snapledger.stores.postgresql;

import io.snapledger.testkit.postgres.PostgresServer;

/** A small server with everything that is easily lost: odd names, grants, large objects, settings, partitions. */
final class SampleDatabases {

    static final String ODD = "Übung \"1\"/x's";

    private SampleDatabases() {}

    /** Everything but what initdb made. */
    static void clear(PostgresServer server) {
        server.run(
                "postgres",
                "delete from pg_subscription", // they would hold their databases
                "update pg_database set datistemplate = false where oid >= 16384 and datistemplate");
        for (String database : column(
                server,
                "select datname from pg_database where datname not in ('postgres', 'template0', 'template1')")) {
            server.run("postgres", "drop database \"" + database.replace("\"", "\"\"") + "\" with (force)");
        }
        for (String role : column(server, "select rolname from pg_roles where oid >= 16384")) {
            server.run("postgres", "drop role \"" + role.replace("\"", "\"\"") + "\"");
        }
    }

    private static String[] column(PostgresServer server, String query) {
        String all = server.ask("postgres", "select string_agg(x, chr(1)) from (" + query + ") q(x)");
        return all == null ? new String[0] : all.split("\u0001", -1);
    }

    static void fill(PostgresServer server) {
        server.run(
                "postgres",
                "create role app login password 'app-secret' connection limit 7 valid until '2031-01-01'",
                "create role \"Odd Role; '\"\"x\" login",
                "create role readers",
                "grant readers to app with admin option",
                "grant readers to \"Odd Role; '\"\"x\"",
                "alter role app set search_path = shop, public",
                "comment on role app is 'the app; \"it''s\" -- comment'",
                "create database shop owner app connection limit 33",
                "alter database shop set search_path to \"$user\", shop, public",
                "alter database shop set work_mem to '5MB'",
                "alter role app in database shop set statement_timeout to '10s'",
                "revoke connect on database shop from public",
                "grant connect on database shop to readers with grant option",
                "comment on database shop is 'orders of the shop'",
                "create database \"" + ODD.replace("\"", "\"\"") + "\"",
                "create database \"UPPER=case\"");
        server.run(
                "shop",
                "create schema shop authorization app",
                "create schema \"Odd schema.\"",
                "create table shop.orders (id bigserial primary key, name text, price numeric(12,2), at timestamptz, raw bytea)",
                "insert into shop.orders (name, price, at, raw) select 'order ' || i, i / 7.0, timestamp '2026-01-01' + i * interval"
                        + " '1 minute', decode(md5(i::text), 'hex') from generate_series(1, 5000) i",
                "create table shop.lines (order_id bigint references shop.orders, text text) partition by range (order_id)",
                "create table shop.lines_1 partition of shop.lines for values from (0) to (1000)",
                "create table shop.lines_2 partition of shop.lines for values from (1000) to (100000)",
                "insert into shop.lines select id, E'tab\\tline\\nend\\\\' from shop.orders",
                "create table \"Odd schema.\".\"a/b 'c' \"\"d\"\" %\" (\"select\" int, \"Ü\" text)",
                "insert into \"Odd schema.\".\"a/b 'c' \"\"d\"\" %\" values (1, 'x'), (2, null)",
                "create unlogged table shop.cache as select 1 as one",
                "create sequence shop.numbers start 1000 increment 7",
                "select nextval('shop.numbers'), nextval('shop.numbers')",
                "create sequence shop.unused",
                "create materialized view shop.totals as select count(*) as n, sum(price) as s from shop.orders",
                "create materialized view shop.empty as select 1 as x with no data",
                "create view shop.cheap as select * from shop.orders where price < 10",
                "create function shop.twice(i int) returns int language sql as 'select i * 2'",
                "grant select on shop.orders to readers",
                "grant update (name) on shop.orders to app with grant option",
                "alter table shop.orders enable row level security",
                "create policy all_of_them on shop.orders using (true)",
                "alter default privileges in schema shop grant select on tables to readers",
                "select lo_from_bytea(7001, 'large object one')",
                "select lo_from_bytea(7002, decode(repeat('00ff', 300000), 'hex'))",
                "grant select on large object 7001 to readers");
        server.run(ODD, "create table t as select g as n from generate_series(1, 10) g");
    }
}
