package io.snapledger.stores.redis;

import io.snapledger.settings.Secret;
import io.snapledger.settings.SecretException;
import io.snapledger.stores.Endpoint;
import io.snapledger.stores.Options;
import io.snapledger.stores.Reach;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a server and how to read it, as {@link RedisKind} describes it.
 *
 * @param username empty: the user {@code default}
 * @param password empty: the server must not ask
 * @param tls whether TLS is spoken
 * @param caFile certificates of who signs the server's; empty: those that the machine trusts
 * @param scans whether it is read key by key
 * @param diskless whether it may send its data without writing a file first
 * @param timeout how long it may be silent
 * @param dialled where connections to it go: its own address, unless the {@linkplain Reach way} to it begins elsewhere
 */
record RedisOptions(
        String host,
        int port,
        Optional<String> username,
        Optional<Secret> password,
        boolean tls,
        Optional<Path> caFile,
        boolean scans,
        boolean diskless,
        Duration timeout,
        Endpoint dialled) {

    static RedisOptions of(StoreDefinition store) throws StoreException {
        Options options = Options.of(store, RedisKind.DESCRIPTION);
        Optional<Path> caFile = options.find(RedisKind.CA_FILE);
        RedisOptions parsed = new RedisOptions(
                options.get(RedisKind.HOST),
                options.get(RedisKind.PORT),
                options.find(RedisKind.USERNAME),
                options.secret(RedisKind.PASSWORD),
                options.get(RedisKind.TLS) || caFile.isPresent(),
                caFile,
                options.get(RedisKind.METHOD).equals("scan"),
                options.get(RedisKind.DISKLESS),
                Duration.ofSeconds(options.get(RedisKind.TIMEOUT)),
                new Endpoint(options.get(RedisKind.HOST), options.get(RedisKind.PORT)));
        if (parsed.username.isPresent() && parsed.password.isEmpty()) {
            options.problem("'username' needs a password");
        }
        options.finish();
        return parsed;
    }

    /** The password, read now; empty if there is none. */
    String revealedPassword() throws StoreException {
        try {
            return password.isPresent() ? password.get().reveal() : "";
        } catch (SecretException e) {
            throw StoreException.of(e);
        }
    }

    /** The same server, by a way. */
    RedisOptions by(Reach reach) throws StoreException {
        return new RedisOptions(
                host, port, username, password, tls, caFile, scans, diskless, timeout, reach.fromHere(dialled));
    }

    String address() {
        return host + ":" + port;
    }
}
