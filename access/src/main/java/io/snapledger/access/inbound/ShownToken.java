package io.snapledger.access.inbound;

import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks who a token or session of ours belongs to; a request of its own kind, so that nobody else answers it. */
final class ShownToken extends BaseAuthenticationRequest {

    private final TokenCredential credential;

    ShownToken(TokenCredential credential) {
        this.credential = credential;
    }

    TokenCredential credential() {
        return credential;
    }
}
