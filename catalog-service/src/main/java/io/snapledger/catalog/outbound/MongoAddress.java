package io.snapledger.catalog.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.snapledger.events.Nullable;
import io.snapledger.settings.Secret;
import io.snapledger.settings.SecretException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * The address of a MongoDB as an operator gives it: without the password, which is given by reference.
 *
 * <p>Source: MongoDB manual, "Connection Strings" ({@code mongodb://[user@]host[:port][,…]/[database][?options]}, {@code mongodb+srv://}).
 */
public final class MongoAddress {

    private static final String SETTING = "snapledger.catalog.store";
    private static final String DATABASE = "snapledger";
    private static final int SECONDS_TO_FIND = 5;
    private static final int SECONDS_TO_ANSWER = 60;

    private final ConnectionString parsed;

    /**
     * @param address as it was given
     * @param password of its user
     * @param trusts whether certificates that are trusted were named, which means TLS
     * @throws IllegalStateException if it is no address, has a password in it, or would send what it says in the clear unasked
     */
    public MongoAddress(String address, Optional<Secret> password, boolean trusts) {
        ConnectionString plain = parsed(address, "");
        if (user(address).indexOf(':') >= 0) {
            throw new IllegalStateException(
                    SETTING + " has a password in it, which configuration and logs would show; HINT: "
                            + "leave it out and set " + SETTING + "-password-file or -env");
        } else if (password.isPresent() == user(address).isEmpty()) {
            throw new IllegalStateException(SETTING
                    + (password.isPresent() ? " has no user" : " has a user and no password")
                    + "; HINT: set both mongodb://USER@… and " + SETTING + "-password-file or -env, or neither");
        }
        this.parsed = password.isEmpty() ? plain : parsed(address, revealed(password.get()));
        if (plain.getSslEnabled() == null
                && !trusts
                && !plain.getHosts().stream().allMatch(MongoAddress::isLoopback)) {
            throw new IllegalStateException(
                    SETTING + " leads beyond the loopback and does not say whether by TLS; HINT: add tls=true"
                            + " to its options, or tls=false where nobody else is on the way");
        }
    }

    private static ConnectionString parsed(String address, String password) {
        String user = user(address);
        String withPassword = address;
        if (!user.isEmpty() && user.indexOf(':') < 0) {
            int end = address.indexOf("://") + 3 + user.length();
            String written = URLEncoder.encode(password, UTF_8).replace("+", "%20");
            withPassword = address.substring(0, end) + ':' + written + address.substring(end);
        }
        try {
            return new ConnectionString(withPassword);
        } catch (RuntimeException e) { // without its message, which can have all of it
            throw new IllegalStateException(
                    SETTING + " is no address of a MongoDB; HINT: mongodb://USER@HOST:PORT/DATABASE?tls=true");
        }
    }

    /** What stands before the hosts, empty if there is nothing. */
    private static String user(String address) {
        int begin = address.indexOf("://") + 3;
        int slash = address.indexOf('/', begin);
        int end = address.lastIndexOf('@', slash < 0 ? address.length() : slash);
        return end < begin ? "" : address.substring(begin, end);
    }

    private static String revealed(Secret password) {
        try {
            return password.reveal();
        } catch (SecretException e) {
            throw new IllegalStateException(e.getMessage() + "; HINT: " + e.hint(), e);
        }
    }

    private static boolean isLoopback(String hostAndPort) {
        String host = hostAndPort.replaceFirst(":\\d+$", "");
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The database of the catalog. */
    public String database() {
        @Nullable String named = parsed.getDatabase();
        return named == null ? DATABASE : named;
    }

    /**
     * Connects in the background. Reads are of the primary and writes wait for the majority, whatever the address says: the catalog
     * is computed from what was saved last.
     *
     * @param tls whom to trust, else the authorities of Java
     */
    public MongoClient connect(Optional<SSLContext> tls) {
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applicationName("snapledger-catalog")
                .applyToClusterSettings(it -> it.serverSelectionTimeout(SECONDS_TO_FIND, TimeUnit.SECONDS))
                .applyToSocketSettings(it -> it.connectTimeout(SECONDS_TO_FIND, TimeUnit.SECONDS)
                        .readTimeout(SECONDS_TO_ANSWER, TimeUnit.SECONDS))
                .applyConnectionString(parsed)
                .readPreference(ReadPreference.primary())
                .writeConcern(WriteConcern.MAJORITY);
        tls.ifPresent(
                context -> settings.applyToSslSettings(it -> it.enabled(true).context(context)));
        return MongoClients.create(settings.build());
    }
}
