package io.snapledger.access.inbound;

import io.quarkus.security.identity.SecurityIdentity;
import io.snapledger.events.Caller;
import jakarta.enterprise.context.ApplicationScoped;

/** Who asks, for the events that a request causes. */
@ApplicationScoped
public class Callers {

    /** Attribute of an identity that tells how it was proved. */
    static final String PROOF = "proof";

    private final SecurityIdentity identity;

    Callers(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The caller of the request under way. */
    public Caller current() {
        String proof = identity.getAttribute(PROOF);
        return new Caller(identity.getPrincipal().getName(), proof == null ? "none" : proof);
    }
}
