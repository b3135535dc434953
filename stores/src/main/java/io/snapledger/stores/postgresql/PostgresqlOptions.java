package io.snapledger.stores.postgresql;

import io.snapledger.settings.Secret;
import io.snapledger.settings.SecretException;
import io.snapledger.stores.Endpoint;
import io.snapledger.stores.Options;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import java.util.List;
import java.util.Optional;

/**
 * How to reach a server and what of it to dump, as {@link PostgresqlKind} describes it.
 *
 * @param maintenanceDatabase {@link PostgresqlKind#DATABASE}
 * @param databases only these; empty: all that accept connections and are no templates
 * @param digests also a digest of every table's rows, which costs a scan with text conversion
 * @param sslMode as libpq's and JDBC's mode
 * @param tools directory of pg_dump and its kin; empty: the server's major version where Debian puts it, else PATH
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

    static PostgresqlOptions of(StoreDefinition store) throws StoreException {
        Options options = Options.of(store, PostgresqlKind.DESCRIPTION);
        PostgresqlOptions parsed = new PostgresqlOptions(
                options.get(PostgresqlKind.HOST),
                options.get(PostgresqlKind.PORT),
                options.get(PostgresqlKind.USERNAME),
                options.secret(PostgresqlKind.PASSWORD),
                options.get(PostgresqlKind.DATABASE),
                options.get(PostgresqlKind.DATABASES),
                options.get(PostgresqlKind.EXCLUDE_DATABASES),
                options.get(PostgresqlKind.EVIDENCE).equals("digests"),
                options.get(PostgresqlKind.GLOBALS),
                options.get(PostgresqlKind.SSL_MODE),
                options.find(PostgresqlKind.TOOLS));
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

    /** The password there is, read now. */
    String revealedPassword() throws StoreException {
        try {
            return password.orElseThrow().reveal();
        } catch (SecretException e) {
            throw StoreException.of(e);
        }
    }

    Endpoint endpoint() {
        return new Endpoint(host, port);
    }

    String address() {
        return host + ":" + port;
    }
}
