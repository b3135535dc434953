package io.snapledger.stores.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code only shop/orders}: one schema of a database. */
class SchemaAloneTest extends RestoreFixture {

    private SnapshotContent content;

    @BeforeEach
    void aDatabaseOfSeveralSchemas() throws Exception {
        from.run("postgres", "create role app", "create database shop owner app");
        from.run(
                "shop",
                "create schema tools",
                "create extension citext schema tools",
                "create extension hstore schema public",
                "create schema orders authorization app",
                "create table orders.lines (id bigserial primary key, name tools.citext not null)",
                "insert into orders.lines (name) values ('a'), ('b')",
                "create index on orders.lines (name)",
                "create function orders.twice(i int) returns int language sql as 'select i * 2'",
                "create materialized view orders.many as select count(*) from orders.lines",
                "comment on schema orders is 'ours'",
                "grant usage on schema orders to public",
                "create publication p for table orders.lines",
                "create table public.other (id int primary key)",
                "insert into public.other values (1)",
                "create schema bills",
                "create table bills.sums (line bigint references orders.lines, other int)",
                "create view bills.seen as select * from public.other",
                "select lo_from_bytea(9001, 'x')");
        content = dump();
    }

    @Test
    void aSchemaComesWithTheExtensionsThatItNeedsAndNothingElse() throws Exception {
        assertThat(engine.plan(only(List.of("shop/orders")), content).blockers())
                .isEmpty();
        restore(content, only(List.of("shop/orders")));
        assertThat(to.ask("shop", "select count(*) from orders.lines")).isEqualTo("2");
        assertThat(to.ask("shop", "select orders.twice(4)")).isEqualTo("8");
        assertThat(to.ask("shop", "select count from orders.many")).isEqualTo("2");
        assertThat(to.ask("shop", "select obj_description('orders'::regnamespace)"))
                .isEqualTo("ours");
        assertThat(to.ask("shop", "select string_agg(extname, ' ' order by extname) from pg_extension"))
                .isEqualTo("citext plpgsql");
        assertThat(
                        to.ask(
                                "shop",
                                "select string_agg(nspname, ' ' order by nspname) from pg_namespace where nspname !~ '^pg_|^inf'"))
                .isEqualTo("orders public tools");
        assertThat(to.ask("shop", "select to_regclass('public.other')")).isNull();
        assertThat(to.ask("shop", "select count(*) from pg_largeobject_metadata"))
                .isEqualTo("0");
    }

    @Test
    void aDatabaseThatIsThereIsNotReplacedUnlessToldSo() throws Exception {
        to.run("postgres", "create database shop");
        to.run("shop", "create table mine (i int)");
        StoreException refused = catchThrowableOfType(
                StoreException.class, () -> restore(content, only(List.of("shop/orders")), false, kept.source()));
        assertThat(refused.reason()).isEqualTo(Reason.NOT_FRESH);
        restore(content, only(List.of("shop/orders"), "rename-suffix=_r"), false, kept.source());
        assertThat(databases(to)).isEqualTo("postgres shop shop_r");
        assertThat(to.ask("shop", "select to_regclass('mine')")).isEqualTo("mine");
    }

    @Test
    void whatNeedsAnotherSchemaIsABlockerAndBothTogetherComeBack() throws Exception {
        assertThat(engine.plan(only(List.of("shop/bills")), content).blockers())
                .anyMatch(b -> b.contains("needs schema 'orders'"))
                .anyMatch(b -> b.contains("needs schema 'public'"));
        assertThat(engine.plan(only(List.of("shop/none")), content).blockers())
                .singleElement()
                .asString()
                .contains("holds no schema 'none'");
        restore(content, only(List.of("shop/bills", "shop/orders", "shop/public")));
        assertThat(to.ask("shop", "select id from bills.seen")).isEqualTo("1");
    }

    @Test
    void aTableAloneIsRefusedWithWhatCanBeHad() {
        StoreException refused = catchThrowableOfType(
                StoreException.class, () -> engine.plan(only(List.of("shop/orders/lines")), content));
        assertThat(refused).hasMessageContaining("only databases and schemas can");
    }
}
