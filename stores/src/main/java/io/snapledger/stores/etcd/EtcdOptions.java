package io.snapledger.stores.etcd;

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
 * How to reach a cluster, as {@link EtcdKind} describes it.
 *
 * @param dataDir where a restore prepares a member; empty: it writes to the cluster
 * @param username empty: nobody is named
 * @param tls whether TLS is spoken, and with which certificates
 * @param timeout how long the member may be silent
 * @param tools directory of the tools; empty: PATH
 * @param dialled where connections to it go: its own address, unless the {@linkplain Reach way} to it begins elsewhere
 */
record EtcdOptions(
        Endpoint endpoint,
        Optional<Path> dataDir,
        Optional<String> username,
        Optional<Secret> password,
        Tls tls,
        Duration timeout,
        Optional<Path> tools,
        Endpoint dialled) {

    /**
     * What is said of TLS.
     *
     * @param isSpoken whether it is
     * @param ca who signs the member's certificate; empty: whom the machine trusts
     */
    record Tls(boolean isSpoken, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {}

    static EtcdOptions of(StoreDefinition store) throws StoreException {
        Options options = Options.of(store, EtcdKind.DESCRIPTION);
        Endpoint endpoint = new Endpoint(options.get(EtcdKind.HOST), options.get(EtcdKind.PORT));
        Optional<Path> ca = options.find(EtcdKind.CA_FILE);
        Optional<Path> certificate = options.find(EtcdKind.CERT_FILE);
        Optional<Path> key = options.find(EtcdKind.KEY_FILE);
        boolean spoken = options.get(EtcdKind.TLS) || ca.isPresent() || certificate.isPresent();
        EtcdOptions parsed = new EtcdOptions(
                endpoint,
                options.find(EtcdKind.PATH),
                options.find(EtcdKind.USERNAME),
                options.secret(EtcdKind.PASSWORD),
                new Tls(spoken, ca, certificate, key),
                Duration.ofSeconds(options.get(EtcdKind.TIMEOUT)),
                options.find(EtcdKind.TOOLS),
                endpoint);
        if (parsed.username.isPresent() && parsed.password.isEmpty()) {
            options.problem("'username' needs a password");
        }
        options.finish();
        return parsed;
    }

    /** What matters to who connects, but not to where the cluster is. */
    EtcdOptions whole() throws StoreException {
        if (tls.certificate().isPresent() != tls.key().isPresent()) {
            throw new StoreException(
                    StoreException.Reason.BAD_OPTIONS,
                    "only one of 'cert-file' and 'key-file' is given",
                    "give both, or neither");
        }
        return this;
    }

    /** The password, read now; empty if nobody is named. */
    String revealedPassword() throws StoreException {
        try {
            return username.isPresent() ? password.orElseThrow().reveal() : "";
        } catch (SecretException e) {
            throw StoreException.of(e);
        }
    }

    /** The same cluster, by a way. */
    EtcdOptions by(Reach reach) throws StoreException {
        return new EtcdOptions(endpoint, dataDir, username, password, tls, timeout, tools, reach.fromHere(endpoint));
    }

    String address() {
        return endpoint.toString();
    }
}
