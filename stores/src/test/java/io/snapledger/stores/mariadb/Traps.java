package io.snapledger.stores.mariadb;

import java.nio.file.Path;

/** The adversary: owns a database, and waits there for somebody with more rights who reads, loads or runs what it holds. */
final class Traps {

    private Traps() {}

    /** @param canary a file that a command of the client would make */
    static void plant(MariadbServer server, Path canary) {
        String act = "insert into canaries.acted values ('%s')";
        String shell = "\n\\! touch " + canary + "\nsystem touch " + canary + "\nsource " + canary + "\n";
        server.run(
                "",
                "create database hers comment 'x*/; " + act.formatted("comment").replace("'", "''") + "; /*\n-- \n"
                        + shell.replace("\\", "\\\\") + "'");
        server.run(
                "hers",
                "create table victims (id int primary key, t text comment 'a;\n"
                        + act.formatted("column").replace("'", "''") + ";\n')",
                "insert into victims values (1, 'x'), (2, '''); "
                        + act.formatted("row").replace("'", "''") + "; --')",
                "insert into victims values (3, '" + shell.replace("\\", "\\\\") + "')",
                "create trigger watching before insert on victims for each row " + act.formatted("trigger"),
                "create function acting() returns int begin " + act.formatted("function") + "; return 1; end",
                "create view looking as select acting() as x",
                "create view looking_deeper as select * from (select acting() as y) d",
                "create event beside on schedule every 1 second do begin if database() like '%snapledger%' then "
                        + act.formatted("event") + "; end if; end",
                "create procedure hiding() begin select ';;\nDELIMITER ;\n"
                        + act.formatted("delimiter").replace("'", "''") + ";\n'; /* ;;\n"
                        + act.formatted("body").replace("'", "\"") + ";;\n*/ end",
                "create table `x*/; insert into canaries.acted values ('name'); /*` (id int)",
                "create table `-- x\ninsert into canaries.acted values ('line');\n-- x` (id int)",
                "create table `y" + shell.replace("`", "").substring(0, 3) + " touch z` (id int)");
    }
}
