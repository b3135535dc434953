package io.snapledger.testkit.scenario;

import io.snapledger.testkit.postgres.PostgresServer;
import java.util.Map;

/** Counts dumps where they are made, at the PostgreSQL server: pg_dump copies every table once. */
final class ServerLog {

    /** Settings of a server that tells of each statement, with the database it ran in. */
    static final Map<String, String> SETTINGS = Map.of("log_statement", "all", "log_line_prefix", "%m [%p] db=%d ");

    private ServerLog() {}

    /** How often a table was copied out by pg_dump, whole or not. */
    static long dumps(PostgresServer server, String database, String table) {
        return server.log()
                .lines()
                .filter(line -> line.contains(" db=" + database + " "))
                .filter(line -> line.contains("statement: COPY " + table + " (") && line.contains(" TO stdout"))
                .count();
    }
}
