package io.snapledger.stores.mariadb;

/** Databases with a thing of every class, and names that are hard to quote. */
final class SampleData {

    static final String ODD = "ód`d 'näme\"; -- x";

    private SampleData() {}

    static void clear(MariadbServer server) {
        server.run("", "set foreign_key_checks = 0");
        server.ask("select schema_name from information_schema.schemata where schema_name not in"
                        + " ('information_schema', 'performance_schema', 'mysql', 'sys')")
                .forEach(name -> server.run(
                        "", "set foreign_key_checks = 0", "drop database `" + name.replace("`", "``") + "`"));
        server.ask("select concat('drop ', if(is_role = 'Y', 'role `', 'user `'), replace(user, '`', '``'), '`',"
                        + " if(is_role = 'Y', '', concat('@`', host, '`'))) from mysql.user where user not in"
                        + " ('root', 'mariadb.sys')")
                .forEach(drop -> server.run("", drop));
    }

    static void fill(MariadbServer server) {
        server.run(
                "",
                "create database shop character set utf8mb4 collate utf8mb4_unicode_ci comment 'it''s a shop'",
                "create database crm character set latin1",
                "create database `" + ODD.replace("`", "``") + "`",
                "create database `empty`",
                "create role reader",
                "create user 'anna'@'%' identified by 'secret of anna' require ssl with max_user_connections 3",
                "create user 'o''hara'@'10.0.%' identified by 'x'",
                "grant reader to 'anna'@'%'",
                "set default role reader for 'anna'@'%'");
        shop(server);
        server.run(
                "crm",
                "create table people (id int primary key, name varchar(80), o int, foreign key (o) references shop.orders (id))",
                "insert into people values (1, 'J\u00f6rg', 3), (2, 'a\\\\b''c\\nd', null)",
                "create view orders_of as select p.name, o.price from people p join shop.orders o on o.id = p.o",
                "create view their_prices as select price from orders_of");
        server.run(
                ODD,
                "create table `t``a 'b'` (`c``1` int primary key, `ünï` text)",
                "insert into `t``a 'b'` values (1, 'x'), (2, 'y;\\n-- Dump completed\\nz')",
                "create procedure `p``1`() select ';;' as `DELIMITER ;` -- comment ;;\n");
        server.run(
                "",
                "grant select on shop.* to reader",
                "grant insert, update (note) on shop.orders to 'anna'@'%' with grant option",
                "grant execute on procedure shop.touch to 'o''hara'@'10.0.%'");
    }

    private static void shop(MariadbServer server) {
        server.run(
                "shop",
                "create table orders (id int primary key auto_increment, price decimal(10, 2), note text,"
                        + " twice decimal(11, 2) generated always as (price * 2) virtual,"
                        + " kept decimal(12, 2) generated always as (price + 1) stored, key (price), fulltext key (note))"
                        + " comment 'o''rders; -- x'",
                "insert into orders (price, note) select seq / 3, concat('note (', seq, '), (''', repeat('x;', seq % 40), '\\\\')"
                        + " from seq_1_to_3000",
                "create table types (a tinyint(1), b bit(13), c bigint unsigned, d double, e float, f date, g datetime(6),"
                        + " h timestamp(3) null, i time(2), j year, k char(5), l varchar(20) character set latin1, m binary(4),"
                        + " n varbinary(20), o tinyblob, p blob, q longblob, r text, s longtext, t enum('a', 'b''c'), u set('x', 'y'),"
                        + " v json, w geometry, x point, y inet6, z uuid, aa decimal(65, 30), bb longtext character set ucs2)",
                "insert into types values (1, b'1010101010101', 18446744073709551615, 1e300, 1.5, '2024-02-29',"
                        + " '2024-02-29 23:59:59.999999', '2024-02-29 23:59:59.123', '-838:59:59.00', 2024, 'ab', 'J\u00f6rg', x'00ff',"
                        + " x'270a5c00', x'00', x'2729283b', x'ffd8', 'te''xt', '\ud83d\ude00 \u00fc', 'b''c', 'x,y', '{\"a\": [1, \"\u00fc\"]}',"
                        + " linestring(point(0, 0), point(1, 2)), point(1, 2), '2001:db8::1', '123e4567-e89b-12d3-a456-426655440000',"
                        + " 123.456, '\u4e2d')",
                "insert into types (a) values (null)",
                "create table mine (id int, t varchar(10)) engine = MyISAM",
                "insert into mine values (1, 'a'), (2, 'b')",
                "create table ours (id int) engine = Aria transactional = 0",
                "insert into ours values (1)",
                "create table parts (id int, d date) partition by range (id) (partition p0 values less than (10),"
                        + " partition p1 values less than maxvalue)",
                "insert into parts values (1, '2020-01-01'), (20, null)",
                "create table versions (id int primary key, t text) with system versioning",
                "insert into versions values (1, 'old'), (2, 'x')",
                "update versions set t = 'new' where id = 1",
                "create table egg (id int primary key, hen int)",
                "create table hen (id int primary key, egg int, foreign key (egg) references egg (id))",
                "alter table egg add foreign key (hen) references hen (id)",
                "set foreign_key_checks = 0",
                "insert into egg values (1, 1)",
                "insert into hen values (1, 1)",
                "create table hidden (id int, secret int invisible default 7)",
                "insert into hidden values (1), (2)",
                "create table no_rows (id int)",
                "create sequence numbers start with 100 increment by 7 cache 5",
                "select nextval(numbers)",
                "create view cheap as select id, price from orders where price < 10",
                "create sql security invoker view by_note as select c.id, o.note from cheap c join orders o on o.id = c.id",
                "create view a_view_on_a_later_one as select * from by_note",
                "create trigger added before insert on orders for each row begin\n"
                        + "  -- it's a trigger; with a comment\n  set new.note = concat(new.note, ' \u00fc;'); /* and; one more */\nend",
                "create trigger added_too before insert on orders for each row follows added set new.price = new.price + 1",
                "create function twice(x int) returns int deterministic return x * 2",
                "create procedure touch(in n int) modifies sql data comment 'it''s' begin declare i int default 0; while i < n do"
                        + " set i = i + 1; end while; end",
                "create event hourly on schedule every 1 hour starts current_timestamp + interval 1 hour comment 'x' do insert into no_rows values (1)",
                "create event sleeping on schedule every 1 day on completion preserve disable do call touch(1)");
    }
}
