package io.snapledger.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may call, {@code snapledger.access}.
 *
 * @param token what people and platforms show; who has it may do everything; a replaced file is taken up at once
 * @param hosts names that the services are called by beside those of the loopback: {@code host} or {@code host:port}
 * @param callers further callers by name, each with a token and roles of their own
 * @param oidc who vouches for people and service accounts by signed tokens
 * @param tlsByProxy whether a proxy or mesh in front ends TLS, and nothing else reaches the service: only then it may listen beyond the loopback
 *     without
 * @param requestWithin within which a request must have arrived whole, its body included; as long a connection may idle between two
 * @param connectionsPerAddress most connections of one address; beyond, those that have sent no whole request for longest are closed
 * @param connections most connections of all addresses
 */
public record AccessSection(
        @Setting(unset = "must be given; `up` makes one") Optional<Secret> token,
        Set<String> hosts,
        Map<String, Caller> callers,
        Optional<Oidc> oidc,
        @Setting(byDefault = "false") boolean tlsByProxy,
        @Setting(byDefault = "30s", least = "100ms") Duration requestWithin,
        @Setting(byDefault = "1000", least = "1") int connectionsPerAddress,
        @Setting(byDefault = "4000", least = "1") int connections) {

    /**
     * A caller.
     *
     * @param token what they show; each line of a file is accepted
     * @param roles of {@code viewer}, {@code operator}, {@code restorer}, {@code admin}
     */
    public record Caller(@Setting(unset = "must be given") Optional<Secret> token, Set<String> roles) {}

    /**
     * An OpenID Connect provider.
     *
     * @param issuer its address, {@code https://}
     * @param audience the claim {@code aud} of tokens that are meant for Snapledger; others are refused
     * @param nameClaim the claim that events name a caller by
     * @param groupsClaim the claim that lists groups; a path through nested claims is separated by slashes
     * @param roles for each of {@code viewer}, {@code operator}, {@code restorer}, {@code admin} the groups that have it; without any: groups of these
     *     names
     * @param tls the name of the TLS configuration ({@code quarkus.tls.<name>.*}) that its address is checked by
     */
    public record Oidc(
            URI issuer,
            String audience,
            Optional<String> nameClaim,
            @Setting(byDefault = "groups") String groupsClaim,
            Map<String, Set<String>> roles,
            Optional<String> tls) {}
}
