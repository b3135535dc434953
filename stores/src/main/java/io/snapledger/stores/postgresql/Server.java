package io.snapledger.stores.postgresql;

import io.snapledger.settings.Secret;
import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Endpoint;
import io.snapledger.stores.Reach;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/** A server as its options say, until a deadline: connections to it, and the tools' commands with their credentials. */
final class Server {

    static final String APPLICATION = "snapledger";

    /** Tools print SQL and rows into standard error: only their own words and the server's first line are kept. */
    private static final Pattern TELLING =
            Pattern.compile("^(pg_dump|pg_dumpall|pg_restore): (error|warning|detail: Error message from server):? .*");

    /** How long our own statements wait for a lock, while whoever wants the objects that they hold waits behind them. */
    static final Duration LOCK_WAIT = Duration.ofMinutes(1);

    private final PostgresqlOptions options;
    private final Reach reach;
    private final Clock clock;
    private final Instant deadline;
    private final AtomicReference<Session> session;

    /** Whose sessions may write. */
    Server(PostgresqlOptions options, Reach reach, Clock clock, Instant deadline) {
        this(options, reach, clock, deadline, new Session(0, false, false));
    }

    private Server(PostgresqlOptions options, Reach reach, Clock clock, Instant deadline, Session session) {
        this.options = options;
        this.reach = reach;
        this.clock = clock;
        this.deadline = deadline;
        this.session = new AtomicReference<>(session);
    }

    /** The same server, by sessions that may not write. */
    Server readOnly() {
        return new Server(options, reach, clock, deadline, new Session(0, false, true));
    }

    /** The same server as another role, by sessions that may write. */
    Server as(String role, Secret password) {
        return new Server(options.as(role, password), reach, clock, deadline, new Session(0, false, false));
    }

    /** The same server for a time of its own, whatever is left of this one's. */
    Server within(Duration time) {
        return new Server(options, reach, clock, clock.instant().plus(time));
    }

    /** When all of it is over. */
    Instant deadline() {
        return deadline;
    }

    PostgresqlOptions options() {
        return options;
    }

    /**
     * The tools beside it.
     *
     * @param major the version that they must be able to read
     */
    Tools tools(int major) {
        return new Tools(reach.commands(), options, major);
    }

    Duration timeLeft() {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether somebody can connect. */
    boolean answers() {
        try (Connection connection = connect()) {
            return connection.isValid(10);
        } catch (StoreException | SQLException e) {
            return false;
        }
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
            properties.setProperty("password", options.revealedPassword());
        }
        properties.setProperty("ApplicationName", APPLICATION);
        properties.setProperty("options", session.get().options());
        properties.setProperty("allowEncodingChanges", "true"); // see Sql
        properties.setProperty("binaryTransfer", "false");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("loginTimeout", "20");
        properties.setProperty("sslmode", options.sslMode());
        String url = "jdbc:postgresql://" + reach.fromHere(options.endpoint()) + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        try {
            Connection connection = new Driver().connect(url, properties);
            try {
                prepare(connection);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure("connect to database '" + database + "'", e);
        }
    }

    private void prepare(Connection connection) throws SQLException {
        PGConnection server = connection.unwrap(PGConnection.class);
        Session now = new Session(
                connection.getMetaData().getDatabaseMajorVersion(),
                "on".equals(server.getParameterStatus("is_superuser")),
                session.get().readOnly());
        session.set(now);
        Sql sql = new Sql(connection);
        if ("SQL_ASCII".equals(server.getParameterStatus("server_encoding"))) {
            sql.run("set client_encoding to latin1"); // nothing is converted, and every byte is a character
        }
        sql.run("set statement_timeout = " + Math.max(1, Math.min(timeLeft().toMillis(), Integer.MAX_VALUE)));
        sql.run("set lock_timeout = " + LOCK_WAIT.toMillis());
        sql.run("set timezone = 'UTC'"); // the driver gave its own
        sql.rows(
                "select set_config(name, case name when 'client_connection_check_interval' then '5s' else '0' end, false)"
                        + " from pg_settings where name in ('client_connection_check_interval', 'idle_session_timeout',"
                        + " 'transaction_timeout', 'max_parallel_workers_per_gather', 'jit')");
    }

    /** What is pinned in sessions of tools; needs a connection before. */
    String toolSettings() {
        return session.get().options();
    }

    /** A tool with this server's address and credentials; the password lies in a private file. */
    Command tool(String program, String... arguments) throws StoreException {
        Endpoint endpoint = reach.fromTools(options.endpoint());
        Command command = Command.of(timeLeft(), program)
                .plus("--no-password", "--host", endpoint.host(), "--port", Integer.toString(endpoint.port()))
                .plus("--username", options.username())
                .plus(arguments)
                .withEnvironment("PGAPPNAME", APPLICATION)
                .withEnvironment("PGOPTIONS", toolSettings())
                .withEnvironment("PGSSLMODE", options.sslMode())
                .withEnvironment("PGCONNECT_TIMEOUT", "20")
                .keepingErrorLines(line -> TELLING.matcher(line).matches());
        if (options.password().isEmpty()) {
            return command;
        }
        String password = options.revealedPassword().replace("\\", "\\\\").replace(":", "\\:");
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
