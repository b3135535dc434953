package io.snapledger.stores.postgresql;

import io.snapledger.stores.Options;
import io.snapledger.stores.Secret;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach a server and what of it to dump.
 *
 * @param host name or address; default {@code 127.0.0.1}
 * @param port default 5432
 * @param username default {@code postgres}
 * @param password as {@code password-file}, {@code password-env} or {@code password}; none: the server must not ask
 * @param maintenanceDatabase connected to for questions about the whole server; option named database, default {@code postgres}
 * @param databases only these; empty: all that accept connections and are no templates
 * @param excludedDatabases option {@code exclude-databases}
 * @param digests option {@code evidence=digests}: also a digest of every table's rows, which costs a scan with text conversion;
 *     default {@code counts}
 * @param globals whether roles are dumped; default true
 * @param sslMode as libpq's and JDBC's mode; default {@code prefer}
 * @param tools directory of pg_dump and its kin; default: the server's major version where Debian puts it, else PATH
 */
record PostgresqlOptions(
        String host,
        int port,
        String username,
        Optional<Secret> password,
        String maintenanceDatabase,
        List<String> databases,
        List<String> excludedDatabases,
        boolean digests,
        boolean globals,
        String sslMode,
        Optional<String> tools) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    static PostgresqlOptions of(StoreDefinition store) throws StoreException {
        Options options = Options.of(store);
        String host = options.text("host", "127.0.0.1");
        if (!HOST.matcher(host).matches()) {
            options.problem("'host' is '" + host + "' but must be a host name or an address");
        }
        PostgresqlOptions parsed = new PostgresqlOptions(
                host,
                options.number("port", 5432, 1, 65535),
                options.text("username", "postgres"),
                options.secret("password"),
                options.text("database", "postgres"),
                options.list("databases"),
                options.list("exclude-databases"),
                options.choice("evidence", "counts", "counts", "digests").equals("digests"),
                options.flag("globals", true),
                options.choice(
                        "ssl-mode", "prefer", "disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
                options.text("tools"));
        options.finish();
        return parsed;
    }

    /** Whether a database of that name is to be dumped. */
    boolean selects(String database) {
        return (databases.isEmpty() || databases.contains(database)) && !excludedDatabases.contains(database);
    }

    /** The same server as another role. */
    PostgresqlOptions as(String role, Secret itsPassword) {
        return new PostgresqlOptions(
                host,
                port,
                role,
                Optional.of(itsPassword),
                maintenanceDatabase,
                databases,
                excludedDatabases,
                digests,
                globals,
                sslMode,
                tools);
    }

    String address() {
        return host + ":" + port;
    }
}
