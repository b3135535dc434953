package io.snapledger.access.inbound;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.snapledger.access.BrowserLogins;
import io.snapledger.access.NamedCaller;
import io.snapledger.access.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Who a token or a session belongs to. */
@ApplicationScoped
public class TokenIdentities implements IdentityProvider<ShownToken> {

    static final String BEARER = "bearer";
    static final String SESSION = "session";

    private static final SecurityIdentity ADMIN = identity("administrator", "token", Roles.OF_ADMIN);
    private static final SecurityIdentity IN_A_BROWSER = identity("administrator", "login", Roles.OF_ADMIN);
    private static final SecurityIdentity SERVICE = identity("service", "token", Set.of(Roles.SERVICE));

    private final AccessWiring.Tokens tokens;
    private final AccessWiring.Named named;
    private final BrowserLogins logins;

    TokenIdentities(AccessWiring.Tokens tokens, AccessWiring.Named named, BrowserLogins logins) {
        this.tokens = tokens;
        this.named = named;
        this.logins = logins;
    }

    @Override
    public Class<ShownToken> getRequestType() {
        return ShownToken.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(ShownToken request, AuthenticationRequestContext context) {
        TokenCredential shown = request.credential();
        if (shown.getType().equals(SESSION)) {
            // A browser shows an old session until it is closed: then it is nobody, and not somebody with a wrong
            // token.
            return logins.isOpen(shown.getToken())
                    ? Uni.createFrom().item(IN_A_BROWSER)
                    : Uni.createFrom().nullItem();
        }
        if (tokens.callers().matches(shown.getToken())) {
            return Uni.createFrom().item(ADMIN);
        }
        if (tokens.services().matches(shown.getToken())) {
            return Uni.createFrom().item(SERVICE);
        }
        for (NamedCaller caller : named.callers()) {
            if (caller.token().matches(shown.getToken())) {
                return Uni.createFrom().item(identity(caller.name(), "token", caller.roles()));
            }
        }
        return Uni.createFrom().failure(new AuthenticationFailedException("the token is another"));
    }

    private static SecurityIdentity identity(String name, String proof, Set<String> roles) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addAttribute(Callers.PROOF, proof)
                .addRoles(roles)
                .build();
    }
}
