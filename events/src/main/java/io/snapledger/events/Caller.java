package io.snapledger.events;

import static java.util.Objects.requireNonNull;

/**
 * Who caused an event, as one of our services has authenticated them. It is believed of sealed events alone.
 *
 * @param name of the person, service account or token, e.g. {@code ann@example.org}
 * @param proof how they were authenticated: {@code token}, {@code login} or {@code oidc}; {@code none} where nothing was asked for
 */
public record Caller(String name, String proof) {
    public Caller {
        requireNonNull(name, "name is missing");
        requireNonNull(proof, "proof is missing");
    }
}
