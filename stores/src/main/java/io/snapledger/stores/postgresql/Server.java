package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.Command;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/** A server as its options say, until a deadline: connections to it, and the tools' commands with their credentials. */
final class Server {

    static final String APPLICATION = "snapledger";

    /** Tools print SQL and rows into standard error: only their own words and the server's first line are kept. */
    private static final Pattern TELLING =
            Pattern.compile("^(pg_dump|pg_dumpall|pg_restore): (error|warning|detail: Error message from server):? .*");

    private final PostgresqlOptions options;
    private final Clock clock;
    private final Instant deadline;

    Server(PostgresqlOptions options, Clock clock, Instant deadline) {
        this.options = options;
        this.clock = clock;
        this.deadline = deadline;
    }

    PostgresqlOptions options() {
        return options;
    }

    Duration timeLeft() {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** To the maintenance database. */
    Connection connect(Cancellation work) throws StoreException {
        return connect(work, options.maintenanceDatabase());
    }

    /** A connection that a cancelled work drops in the middle of a statement. */
    Connection connect(Cancellation work, String database) throws StoreException {
        Connection connection = connect(database);
        work.hold(() -> connection.abort(Runnable::run));
        return connection;
    }

    Connection connect() throws StoreException {
        return connect(options.maintenanceDatabase());
    }

    /** A connection whose statements end at the deadline, and soon after this process is gone. */
    Connection connect(String database) throws StoreException {
        Properties properties = new Properties();
        properties.setProperty("user", options.username());
        if (options.password().isPresent()) {
            properties.setProperty("password", options.password().get().reveal());
        }
        properties.setProperty("ApplicationName", APPLICATION);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "20");
        properties.setProperty("sslmode", options.sslMode());
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        String url = "jdbc:postgresql://" + host + ":" + options.port() + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        try {
            Connection connection = new Driver().connect(url, properties);
            Sql sql = new Sql(connection);
            sql.run("set statement_timeout = " + Math.max(1, Math.min(timeLeft().toMillis(), Integer.MAX_VALUE)));
            sql.run("set idle_in_transaction_session_timeout = 0");
            sql.first("select set_config(name, '5s', false) from pg_settings"
                    + " where name = 'client_connection_check_interval'");
            return connection;
        } catch (SQLException e) {
            throw failure("connect to database '" + database + "'", e);
        }
    }

    /** A tool with this server's address and credentials; the password lies in a private file. */
    Command tool(String program, String... arguments) throws StoreException {
        Command command = Command.of(timeLeft(), program)
                .plus("--no-password", "--host", options.host(), "--port", Integer.toString(options.port()))
                .plus("--username", options.username())
                .plus(arguments)
                .withEnvironment("PGAPPNAME", APPLICATION)
                .withEnvironment("PGSSLMODE", options.sslMode())
                .withEnvironment("PGCONNECT_TIMEOUT", "20")
                .keepingErrorLines(line -> TELLING.matcher(line).matches());
        if (options.password().isEmpty()) {
            return command;
        }
        String password =
                options.password().get().reveal().replace("\\", "\\\\").replace(":", "\\:");
        return command.withFile("pgpass", ("*:*:*:*:" + password + "\n").getBytes(StandardCharsets.UTF_8))
                .withEnvironment("PGPASSFILE", Command.FILES + "/pgpass");
    }

    /** What the server's refusal means. */
    StoreException failure(String what, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        Reason reason =
                switch (state.length() < 2 ? "" : state.substring(0, 2)) {
                    case "08", "57", "" -> Reason.UNREACHABLE;
                    case "28" -> Reason.ACCESS_DENIED;
                    default -> state.equals("42501") ? Reason.ACCESS_DENIED : Reason.TOOL_FAILED;
                };
        if (timeLeft().isZero()) {
            reason = Reason.DEADLINE;
        }
        return new StoreException(
                reason,
                "cannot " + what + " at " + options.address() + " as '" + options.username() + "': "
                        + firstLine(e.getMessage()) + (state.isEmpty() ? "" : " (" + state + ")"),
                hint(reason),
                e);
    }

    static String hint(Reason reason) {
        return switch (reason) {
            case UNREACHABLE -> "check host, port and that the server runs and listens there";
            case ACCESS_DENIED ->
                "check username, password, pg_hba.conf and the role's privileges; a dump needs to read"
                        + " every table and sequence";
            case DEADLINE -> "give the job a longer deadline";
            default -> "the server's log tells more";
        };
    }

    private static String firstLine(String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
