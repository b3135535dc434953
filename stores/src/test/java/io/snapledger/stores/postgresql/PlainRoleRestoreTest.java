package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.testkit.postgres.PostgresServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore by a role that is no superuser: the dry run names each right that it lacks, and with them it goes through. */
class PlainRoleRestoreTest extends RestoreFixture {

    private SnapshotContent content;

    @BeforeEach
    void aDatabaseOfTwoOwners() throws Exception {
        from.run(
                "postgres",
                "create role app",
                "create role clerk",
                "create database shop owner app connection limit 9");
        from.run(
                "shop",
                "grant create on schema public to clerk",
                "create schema orders authorization app",
                "create table orders.lines (id bigserial primary key, t text check (t <> ''))",
                "insert into orders.lines (t) values ('a'), ('b')",
                "create table public.notes (n int)",
                "create materialized view orders.many as select count(*) from orders.lines",
                "alter table orders.lines owner to app",
                "alter materialized view orders.many owner to app",
                "alter table public.notes owner to clerk",
                "grant select on orders.lines to clerk");
        content = dump();
        to.run("postgres", "create role restorer login password '" + PostgresServer.PASSWORD.replace("'", "''") + "'");
        user = "restorer";
    }

    @Test
    void theDryRunNamesEachRightAndWithThemItGoesThrough() throws Exception {
        assertThat(plan(content).blockers())
                .anyMatch(b -> b.contains("alter role \"restorer\" createdb"))
                .anyMatch(b -> b.contains("roles=skip"))
                .anyMatch(b -> b.contains("the target lacks the owners [app, clerk]"));
        assertThat(refused(content).reason()).isEqualTo(Reason.BLOCKED);

        to.run("postgres", "create role app", "create role clerk", "alter role restorer createdb");
        assertThat(plan(content, "roles=skip").blockers())
                .singleElement()
                .asString()
                .endsWith("grant \"app\", \"clerk\" to \"restorer\";");

        to.run("postgres", "grant app, clerk to restorer");
        assertThat(plan(content, "roles=skip").blockers()).isEmpty();
        restore(content, "roles=skip");
        restore(content, "roles=skip"); // over itself

        assertThat(databases(to)).isEqualTo("postgres shop");
        assertThat(to.ask("shop", "select count(*) from orders.lines")).isEqualTo("2");
        assertThat(to.ask(
                        "postgres",
                        "select pg_get_userbyid(datdba) || datconnlimit from pg_database where datname = 'shop'"))
                .isEqualTo("app9");
    }

    @Test
    void whatOnlyASuperuserMakesIsABlockerThatCanBeLeftOut() throws Exception {
        from.run(
                "shop",
                "create extension postgres_fdw",
                "create function noticed() returns event_trigger language plpgsql as 'begin end'",
                "create event trigger seen on ddl_command_end execute function noticed()");
        to.run(
                "postgres",
                "create role app",
                "create role clerk",
                "alter role restorer createdb",
                "grant app, clerk to restorer",
                "create role other",
                "create database shop owner other");
        SnapshotContent more = dump();
        assertThat(plan(more, "roles=skip").blockers())
                .anyMatch(b -> b.contains("extension 'postgres_fdw'"))
                .anyMatch(b -> b.contains("skip=EVENT TRIGGER*"))
                .anyMatch(b -> b.contains("belongs to 'other'"));
    }
}
