package io.snapledger.stores.mariadb;

import io.snapledger.settings.Secret;
import io.snapledger.settings.SecretException;
import io.snapledger.stores.Endpoint;
import io.snapledger.stores.Options;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import java.util.List;
import java.util.Optional;

/**
 * How to reach a server and what of it to dump, as {@link MariadbKind} describes it.
 *
 * @param databases only these; empty: all but the server's own
 * @param tools directory of the tools; empty: PATH
 */
record MariadbOptions(
        String host,
        int port,
        String username,
        Optional<Secret> password,
        List<String> databases,
        List<String> excludedDatabases,
        boolean users,
        String sslMode,
        Optional<String> tools) {

    static MariadbOptions of(StoreDefinition store) throws StoreException {
        Options options = Options.of(store, MariadbKind.DESCRIPTION);
        MariadbOptions parsed = new MariadbOptions(
                options.get(MariadbKind.HOST),
                options.get(MariadbKind.PORT),
                options.get(MariadbKind.USERNAME),
                options.secret(MariadbKind.PASSWORD),
                options.get(MariadbKind.DATABASES),
                options.get(MariadbKind.EXCLUDE_DATABASES),
                options.get(MariadbKind.USERS),
                options.get(MariadbKind.SSL_MODE),
                options.find(MariadbKind.TOOLS));
        options.finish();
        return parsed;
    }

    boolean selects(String database) {
        return (databases.isEmpty() || databases.contains(database)) && !excludedDatabases.contains(database);
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
