package io.snapledger.access.inbound;

import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.snapledger.access.Problem;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the token out of {@code Authorization: Bearer} (RFC 6750), or the session out of a browser's cookie. The one way in: signed
 * tokens of an issuer are told from our own by their form.
 */
@ApplicationScoped
public class TokenAuthentication implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer ";
    private static final CharSequence WWW_AUTHENTICATE = HttpHeaders.createOptimized("WWW-Authenticate");

    private final AccessWiring.Tokens tokens;
    private final SignedTokens signed;

    TokenAuthentication(AccessWiring.Tokens tokens, SignedTokens signed) {
        this.tokens = tokens;
        this.signed = signed;
    }

    /** Before the mechanism of OpenID Connect, which is asked through us alone. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 100;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        return shown(context)
                .map(credential -> signed.mayBe(credential.getToken())
                        ? signed.identity(context, identities).onFailure().invoke(() -> answer(context))
                        : identities.authenticate(new ShownToken(credential)))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    /** OpenID Connect's mechanism has noted itself as the one that says no. */
    private void answer(RoutingContext context) {
        context.put(HttpAuthenticationMechanism.class.getName(), this);
    }

    private static Optional<TokenCredential> shown(RoutingContext context) {
        String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header != null) {
            return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    ? Optional.of(new TokenCredential(
                            header.substring(SCHEME.length()).strip(), TokenIdentities.BEARER))
                    : Optional.empty();
        }
        Cookie cookie = context.request().getCookie(LoginResource.cookie(context.request()));
        return cookie == null
                ? Optional.empty()
                : Optional.of(new TokenCredential(cookie.getValue(), TokenIdentities.SESSION));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(problem(context).status(), WWW_AUTHENTICATE, challenge()));
    }

    /**
     * Where the token lies is no secret, and tells the command line on the same machine what to show, as Tor's control protocol does
     * with its cookie file.
     */
    private String challenge() {
        return "Bearer realm=\"snapledger\""
                + tokens.callers()
                        .file()
                        .map(file -> ", token_file=\""
                                + quoted(file.toAbsolutePath().normalize().toString()) + "\"")
                        .orElse("");
    }

    private static String quoted(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? text.replaceAll("([\"\\\\])", "\\\\$1") : "";
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        return getChallenge(context).map(challenge -> {
            context.response().putHeader(WWW_AUTHENTICATE, challenge());
            Answers.end(context, problem(context));
            return true;
        });
    }

    private static Problem problem(RoutingContext context) {
        return Answers.problem(context).orElse(Problem.UNKNOWN_CALLER);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(ShownToken.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom().item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "bearer"));
    }
}
