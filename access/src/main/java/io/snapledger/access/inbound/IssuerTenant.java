package io.snapledger.access.inbound;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.OidcTenantConfigBuilder;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.Roles.Source;
import io.quarkus.oidc.runtime.builders.TokenConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.snapledger.access.Issuer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tells Quarkus's OpenID Connect of our issuer. Tokens are checked here, by the issuer's keys: none is ever sent anywhere. */
@ApplicationScoped
public class IssuerTenant implements TenantConfigResolver {

    private final Optional<OidcTenantConfig> config;

    IssuerTenant(AccessWiring.Issuers issuers) {
        this.config = issuers.issuer().map(IssuerTenant::config);
    }

    private static OidcTenantConfig config(Issuer issuer) {
        TokenConfigBuilder token = OidcTenantConfig.authServerUrl(issuer.url().toString())
                .tenantId("snapledger")
                .applicationType(ApplicationType.SERVICE)
                .roles(Source.accesstoken, issuer.groupsClaim())
                .token()
                .audience(issuer.audience())
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false);
        if (issuer.nameClaim() != null) {
            token.principalClaim(issuer.nameClaim());
        }
        OidcTenantConfigBuilder tenant = token.end();
        if (issuer.tls() != null) {
            tenant.tlsConfigurationName(issuer.tls());
        }
        return tenant.build();
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext context, OidcRequestContext<OidcTenantConfig> request) {
        return Uni.createFrom().item(config.orElse(null));
    }
}
