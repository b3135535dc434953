package io.snapledger.access.inbound;

import io.quarkus.runtime.StartupEvent;
import io.snapledger.access.BrowserLogins;
import io.snapledger.access.Exposure;
import io.snapledger.access.Issuer;
import io.snapledger.access.Manners;
import io.snapledger.access.NamedCaller;
import io.snapledger.access.Token;
import io.snapledger.posix.Umask;
import io.snapledger.settings.AccessSection;
import io.snapledger.settings.Installation;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the rim together. */
@ApplicationScoped
public class AccessWiring {

    /** Before anything else begins its work. */
    private static final int FIRST = 1;

    /** What others may not. */
    private static final int OWNER_ONLY = 0077;

    private final AccessSection access;
    private final Tokens tokens;

    AccessWiring(Installation installation) {
        this.access = installation.access();
        this.tokens = new Tokens(Token.ofCallers(installation), Token.ofServices(installation));
    }

    /**
     * The two secrets that callers show.
     *
     * @param callers that of people and platforms
     * @param services that of the services among themselves; need not be configured where nobody asks with it
     */
    record Tokens(Token callers, Token services) {}

    /**
     * What this process writes is for its user alone, however it was started. Without a token it does not start: nobody could be told
     * from anybody.
     */
    void start(
            @Observes @Priority(FIRST) StartupEvent event,
            Named named,
            Issuers issuers,
            @ConfigProperty(name = "quarkus.http.host", defaultValue = "0.0.0.0") String host,
            @ConfigProperty(name = "quarkus.http.insecure-requests", defaultValue = "enabled") String insecure) {
        Umask.set(OWNER_ONLY);
        tokens.callers().get();
        NamedCaller.requireDistinct(named.callers(), tokens.callers(), tokens.services());
        issuers.issuer(); // a wrong one is refused now
        Exposure.check(host, !insecure.equalsIgnoreCase("disabled"), access.tlsByProxy());
    }

    /** Who vouches for others. */
    record Issuers(Optional<Issuer> issuer) {}

    @Produces
    @Singleton
    Issuers issuers() {
        return new Issuers(access.oidc()
                .map(oidc -> new Issuer(
                        oidc.issuer(),
                        oidc.audience(),
                        oidc.nameClaim().orElse(null),
                        oidc.groupsClaim(),
                        oidc.roles(),
                        oidc.tls().orElse(null))));
    }

    /** Who has a token of their own. */
    record Named(List<NamedCaller> callers) {}

    @Produces
    @Singleton
    Named named() {
        List<NamedCaller> callers = new ArrayList<>();
        access.callers()
                .forEach((name, caller) -> callers.add(new NamedCaller(
                        name,
                        Token.of("snapledger.access.callers." + name + ".token", caller.token()),
                        caller.roles())));
        return new Named(callers);
    }

    @Produces
    @Singleton
    Tokens tokens() {
        return tokens;
    }

    @Produces
    @Singleton
    BrowserLogins browserLogins() {
        return new BrowserLogins(Clock.systemUTC());
    }

    @Produces
    @Singleton
    Manners manners() {
        return new Manners(access.hosts());
    }
}
