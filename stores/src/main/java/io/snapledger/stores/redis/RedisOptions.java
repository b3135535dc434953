package io.snapledger.stores.redis;

import io.snapledger.stores.Options;
import io.snapledger.stores.Secret;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach a server and how to read it.
 *
 * @param host name or address; default {@code 127.0.0.1}
 * @param port default 6379
 * @param username none: the user {@code default}
 * @param password as {@code password-file}, {@code password-env} or {@code password}; none: the server must not ask
 * @param tls whether TLS is spoken, with the server's certificate and name checked
 * @param caFile certificates (PEM) of who signs the server's; none: those that the machine trusts
 * @param scans option {@code method=scan}: key by key, which is no single point in time; default {@code sync}, as a replica
 * @param diskless whether the server may send its data without writing a file first; default false
 * @param timeout how long the server may be silent, in seconds; default 60
 */
record RedisOptions(
        String host,
        int port,
        Optional<String> username,
        Optional<Secret> password,
        boolean tls,
        Optional<String> caFile,
        boolean scans,
        boolean diskless,
        Duration timeout) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    static RedisOptions of(StoreDefinition store) throws StoreException {
        Options options = Options.of(store);
        String host = options.text("host", "127.0.0.1");
        if (!HOST.matcher(host).matches()) {
            options.problem("'host' is '" + host + "' but must be a host name or an address");
        }
        RedisOptions parsed = new RedisOptions(
                host,
                options.number("port", 6379, 1, 65535),
                options.text("username"),
                options.secret("password"),
                options.flag("tls", false),
                options.text("ca-file"),
                options.choice("method", "sync", "sync", "scan").equals("scan"),
                options.flag("diskless", false),
                Duration.ofSeconds(options.number("timeout", 60, 1, 3600)));
        if (parsed.username.isPresent() && parsed.password.isEmpty()) {
            options.problem("'username' needs a password");
        }
        if (parsed.caFile.isPresent() && !parsed.tls) {
            options.problem("'ca-file' needs 'tls'");
        }
        options.finish();
        return parsed;
    }

    String address() {
        return host + ":" + port;
    }
}
