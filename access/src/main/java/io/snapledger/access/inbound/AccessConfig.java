package io.snapledger.access.inbound;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may call. */
@ConfigMapping(prefix = "snapledger.access")
public interface AccessConfig {

    /** The token that people and platforms show; see {@link io.snapledger.access.Token}. Better in a file. */
    Optional<String> token();

    /** The file that holds it. */
    Optional<Path> tokenFile();

    /** Further callers by name, each with a token and roles of their own. */
    Map<String, Named> callers();

    /** Whether a proxy or mesh in front ends TLS, and nobody else reaches the service: only then it may listen beyond the loopback without. */
    @WithDefault("false")
    boolean tlsByProxy();

    /** Who vouches for people and service accounts by signed tokens. */
    Optional<Oidc> oidc();

    /** Names that the service is called by beside those of the loopback: {@code host} or {@code host:port}. */
    Optional<Set<String>> hosts();

    /** Within which a request must have arrived whole, its body included, and between two requests of a connection. */
    @WithDefault("30s")
    Duration requestWithin();

    /** Most connections of one address; beyond, those that have sent no whole request for longest are closed. */
    @WithDefault("1000")
    int connectionsPerAddress();

    /** Most connections of all addresses. */
    @WithDefault("4000")
    int connections();

    /** A caller. */
    interface Named {

        /** What they show. Better in a file. */
        Optional<String> token();

        /** The file that holds it, a line for each that is accepted. */
        Optional<Path> tokenFile();

        /** Of viewer, operator, restorer, admin. */
        Set<String> roles();
    }

    /** An OpenID Connect provider; see {@link io.snapledger.access.Issuer}. */
    interface Oidc {

        /** Its address, {@code https://}. */
        URI issuer();

        /** For whom its tokens must be. */
        String audience();

        /** The claim that events name a caller by. */
        Optional<String> nameClaim();

        /** The claim that lists groups, {@code groups} if none is named; a path through nested claims is separated by slashes. */
        Optional<String> groupsClaim();

        /** For each of viewer, operator, restorer, admin the groups that have it; without any: groups of these names. */
        Map<String, Set<String>> roles();

        /** The name of the TLS configuration ({@code quarkus.tls.<name>.*}) that its address is checked by. */
        Optional<String> tls();
    }
}
