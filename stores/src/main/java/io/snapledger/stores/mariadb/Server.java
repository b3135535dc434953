package io.snapledger.stores.mariadb;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Endpoint;
import io.snapledger.stores.Reach;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.Command;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.mariadb.jdbc.Driver;

/** A server as its options say, until a deadline: connections to it, and the tool's command with its credentials. */
final class Server {

    static {
        keepDriverQuiet();
    }

    /** The tool prints statements into standard error: only its own words are kept. */
    private static final Pattern TELLING = Pattern.compile("^(mariadb-dump|mysqldump): .*");

    private static final Set<Integer> DENIED = Set.of(1044, 1045, 1142, 1143, 1227, 1370, 1698);
    private static final Set<Integer> GONE = Set.of(1053, 1317, 1927, 2002, 2003, 2006, 2013);

    private final MariadbOptions options;
    private final Reach reach;
    private final Clock clock;
    private final Instant deadline;

    Server(MariadbOptions options, Reach reach, Clock clock, Instant deadline) {
        this.options = options;
        this.reach = reach;
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * The driver writes what a server answers into the log, values of rows in it too; whoever needs it gets it as an exception. It looks at
     * this when it is loaded; levels of its loggers do not reach those that are made by name later.
     */
    static void keepDriverQuiet() {
        System.setProperty("mariadb.logging.disable", "true");
    }

    /** The same server for a time of its own, whatever is left of this one's. */
    Server within(Duration time) {
        return new Server(options, reach, clock, clock.instant().plus(time));
    }

    MariadbOptions options() {
        return options;
    }

    Reach reach() {
        return reach;
    }

    Duration timeLeft() {
        Duration left = Duration.between(clock.instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Ends the work when its time is over. */
    void requireTime() throws StoreException {
        if (timeLeft().isZero()) {
            throw new StoreException(
                    Reason.DEADLINE, "the deadline passed at " + options.address(), hint(Reason.DEADLINE));
        }
    }

    /** A connection that a cancelled work drops in the middle of a statement. */
    Connection connect(Cancellation work) throws StoreException {
        Connection connection = connect();
        work.hold(() -> connection.abort(Runnable::run));
        return connection;
    }

    /** A connection whose statements end at the deadline. */
    Connection connect() throws StoreException {
        requireTime();
        Properties properties = new Properties();
        properties.setProperty("user", options.username());
        if (options.password().isPresent()) {
            properties.setProperty("password", options.revealedPassword());
        }
        properties.setProperty("sslMode", options.sslMode());
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("permitRedirect", "false");
        properties.setProperty("maxQuerySizeToLog", "0");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "10000");
        properties.setProperty(
                "socketTimeout", Long.toString(Math.min(timeLeft().toMillis() + 1, 86_400_000)));
        try {
            Connection connection =
                    new Driver().connect("jdbc:mariadb://" + reach.fromHere(options.endpoint()) + "/", properties);
            try {
                prepare(new Sql(connection));
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure("connect", e);
        }
    }

    /** What every session of ours pins, whatever the server and the user have set. */
    private void prepare(Sql sql) throws SQLException {
        sql.run("set session sql_mode = 'NO_BACKSLASH_ESCAPES,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00',"
                + " sql_quote_show_create = 1, max_statement_time = "
                + Math.max(1, timeLeft().toSeconds())
                + ", foreign_key_checks = 0, unique_checks = 0, lock_wait_timeout = 60, autocommit = 1");
    }

    /** The tool with this server's address and credentials, which lie in a private file; it reads no other configuration. */
    Command tool(String program) throws StoreException {
        Endpoint endpoint = reach.fromTools(options.endpoint());
        StringBuilder file = new StringBuilder("[client]\nprotocol=tcp\n");
        file.append("host=").append(quoted(endpoint.host())).append('\n');
        file.append("port=").append(endpoint.port()).append('\n');
        file.append("user=").append(quoted(options.username())).append('\n');
        if (options.password().isPresent()) {
            file.append("password=").append(quoted(options.revealedPassword())).append('\n');
        }
        file.append(
                switch (options.sslMode()) {
                    case "trust" -> "ssl\nloose-skip-ssl-verify-server-cert\n";
                    case "verify-full" -> "ssl\nssl-verify-server-cert\n";
                    default -> "loose-skip-ssl\n";
                });
        return Command.of(timeLeft(), program)
                .plus("--defaults-file=" + Command.FILES + "/client.cnf")
                .withFile("client.cnf", file.toString().getBytes(StandardCharsets.UTF_8))
                .keepingErrorLines(line -> TELLING.matcher(line).matches());
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** What the server's refusal means. */
    StoreException failure(String what, SQLException e) {
        Reason reason = reasonOf(e.getErrorCode(), e.getSQLState());
        return new StoreException(
                reason,
                "cannot " + what + " at " + options.address() + " as '" + options.username() + "': "
                        + firstLine(e.getMessage()),
                hint(reason),
                e);
    }

    /** What an error of the server or its client library means; the state may be null. */
    Reason reasonOf(int code, String state) {
        if (timeLeft().isZero() || code == 1969) {
            return Reason.DEADLINE;
        }
        if (DENIED.contains(code)) {
            return Reason.ACCESS_DENIED;
        }
        return GONE.contains(code) || state != null && state.startsWith("08") ? Reason.UNREACHABLE : Reason.TOOL_FAILED;
    }

    static String hint(Reason reason) {
        return switch (reason) {
            case UNREACHABLE -> "check host, port and that the server runs and listens there";
            case ACCESS_DENIED -> "check username, password and privileges: `store check` names those that are missing";
            case DEADLINE -> "give the job a longer deadline";
            default -> "the server's log tells more";
        };
    }

    private static String firstLine(String message) {
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        return line.length() > 300 ? line.substring(0, 300) + "..." : line;
    }
}
