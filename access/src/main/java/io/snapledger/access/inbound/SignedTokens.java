package io.snapledger.access.inbound;

import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.snapledger.access.Issuer;
import io.snapledger.access.Problem;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Asks Quarkus's OpenID Connect who a signed token belongs to, and takes of the answer a name and roles of ours, nothing else. */
@ApplicationScoped
public class SignedTokens {

    private static final System.Logger LOG = System.getLogger(SignedTokens.class.getName());

    private final Optional<Issuer> issuer;
    private final OidcAuthenticationMechanism oidc;

    SignedTokens(AccessWiring.Issuers issuers, OidcAuthenticationMechanism oidc) {
        this.issuer = issuers.issuer();
        this.oidc = oidc;
    }

    /** Whether there is an issuer, and this may be one of its tokens. */
    boolean mayBe(String shown) {
        return issuer.isPresent() && Issuer.isSigned(shown);
    }

    /** The caller; fails with {@link AuthenticationFailedException}, after noting in the request why. */
    Uni<SecurityIdentity> identity(RoutingContext context, IdentityProviderManager identities) {
        return oidc.authenticate(context, identities)
                .onFailure(failure -> !(failure instanceof AuthenticationFailedException))
                .transform(failure -> {
                    LOG.log(System.Logger.Level.WARNING, "the issuer of signed tokens does not answer: {0}", failure);
                    return refused(context, Problem.ISSUER_AWAY);
                })
                .onFailure(failure -> Answers.problem(context).isEmpty())
                .transform(failure -> refused(context, Problem.UNKNOWN_TOKEN))
                .map(found -> ours(context, found));
    }

    private SecurityIdentity ours(RoutingContext context, SecurityIdentity found) {
        String name = Optional.ofNullable(found)
                .flatMap(identity -> Issuer.name(identity.getPrincipal().getName()))
                .orElseThrow(() -> refused(context, Problem.UNKNOWN_TOKEN));
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addAttribute(Callers.PROOF, "oidc")
                .addRoles(issuer.orElseThrow().roles(found.getRoles()))
                .build();
    }

    private static AuthenticationFailedException refused(RoutingContext context, Problem problem) {
        Answers.note(context, problem);
        return new AuthenticationFailedException(problem.message());
    }
}
