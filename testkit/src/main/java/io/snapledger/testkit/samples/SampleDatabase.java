package io.snapledger.testkit.samples;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Fills a PostgreSQL server with what makes dumps difficult: several schemas, odd names, sequences in the middle of their
 * way, large objects, a materialized view, a view, a function, a trigger, partitions, roles with memberships and grants,
 * default privileges, settings of a database, and as many rows as asked for.
 *
 * @param host loopback address of the server
 * @param port its port
 * @param user a superuser
 * @param password its password
 */
public record SampleDatabase(String host, int port, String user, String password) {

    /** The odd name that one database, one schema, one table and one column bear. */
    public static final String ODD = "Odd name/ß\"'%;$1";

    /** Creates the roles and the databases {@code shop} (with {@code rows} orders of about 100 bytes) and {@link #ODD}. */
    public void fill(long rows) throws SQLException {
        try (Connection server = connect("postgres");
                Statement sql = server.createStatement()) {
            sql.execute("create role reporting nologin");
            sql.execute("create role clerk login password 'clerk-secret' valid until '2040-01-01'");
            sql.execute("grant reporting to clerk with admin option");
            sql.execute("create database shop");
            sql.execute("create database " + quoted(ODD));
            sql.execute("alter database shop set work_mem = '7MB'");
            sql.execute("grant connect on database shop to clerk");
        }
        fillShop(rows);
        fillOdd();
    }

    private void fillShop(long rows) throws SQLException {
        try (Connection shop = connect("shop");
                Statement sql = shop.createStatement()) {
            sql.execute("create schema sales authorization clerk");
            sql.execute("create schema " + quoted(ODD));
            sql.execute("create sequence sales.invoice start 1000 increment 7");
            sql.execute("select nextval('sales.invoice') from generate_series(1, 123)");
            sql.execute(
                    "create table sales.orders (id bigserial primary key, customer text not null, cents int not null,"
                            + " placed timestamptz not null, note text)");
            sql.execute("insert into sales.orders (customer, cents, placed, note)"
                    + " select 'customer ' || (i % 9973), (i * 37) % 100000, timestamptz '2026-01-01' + i * interval '1 second',"
                    + " md5(i::text) from generate_series(1, " + rows + ") i");
            sql.execute("create index on sales.orders (customer)");
            sql.execute("create table sales.log (at date not null, what text) partition by range (at)");
            sql.execute(
                    "create table sales.log_2026 partition of sales.log for values from ('2026-01-01') to ('2027-01-01')");
            sql.execute(
                    "insert into sales.log select date '2026-01-01' + i % 300, 'entry ' || i from generate_series(1, 1000) i");
            sql.execute(
                    "create materialized view sales.turnover as select customer, sum(cents) as cents from sales.orders group by 1");
            sql.execute("create view sales.expensive as select * from sales.orders where cents > 90000");
            sql.execute("create function sales.twice(i int) returns int language sql immutable as 'select i * 2'");
            sql.execute("create function sales.stamp() returns trigger language plpgsql as"
                    + " $$ begin new.note := coalesce(new.note, 'stamped'); return new; end $$");
            sql.execute(
                    "create trigger stamp before insert on sales.orders for each row execute function sales.stamp()");
            sql.execute("grant select on sales.orders to reporting");
            sql.execute("grant update (note) on sales.orders to clerk");
            sql.execute("alter default privileges in schema sales grant select on tables to reporting");
            sql.execute("create table " + quoted(ODD) + "." + quoted(ODD) + " (" + quoted(ODD) + " text)");
            sql.execute("insert into " + quoted(ODD) + "." + quoted(ODD)
                    + " values ('line\nbreak'), (E'tab\\t'), ('ünïcödé'), (null), ('\\.')");
            sql.execute("create table without_key (a int, b bytea)");
            sql.execute(
                    "insert into without_key select i % 5, decode(md5(i::text), 'hex') from generate_series(1, 500) i");
            sql.execute("create table empty (a int)");
            for (int i = 1; i <= 20; i++) {
                sql.execute("select lo_from_bytea(0, decode(repeat(md5('" + i + "'), " + i * 100 + "), 'hex'))");
            }
            sql.execute("comment on table sales.orders is 'orders; what people bought'");
        }
    }

    private void fillOdd() throws SQLException {
        try (Connection odd = connect(ODD);
                Statement sql = odd.createStatement()) {
            sql.execute("create table t (a int generated always as identity, b jsonb, c numeric(20, 5), d int[])");
            sql.execute(
                    "insert into t (b, c, d) select jsonb_build_object('i', i), i / 7.0, array[i, -i] from generate_series(1, 300) i");
        }
    }

    /** Opens a connection to one of its databases. */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        String name = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return DriverManager.getConnection("jdbc:postgresql://" + host + ":" + port + "/" + name, properties);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
