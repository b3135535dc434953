package io.snapledger.access;

import static java.util.Objects.requireNonNull;

import io.snapledger.events.Identities;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Somebody with a token of their own: a person, a platform, a dashboard.
 *
 * @param name lower-case letters, digits and inner hyphens, at most 40; events say it
 * @param token what they show
 * @param roles what they are let in as, all that these imply
 */
public record NamedCaller(String name, Token token, Set<String> roles) {

    public NamedCaller {
        Identities.requireName("caller", name);
        requireNonNull(token, "token is missing");
        if (roles.isEmpty()) {
            throw new IllegalArgumentException(
                    "caller '" + name + "' has no role, so that every request of theirs would be refused; HINT: "
                            + "set snapledger.access.callers." + name + ".roles");
        }
        roles = Set.copyOf(Roles.with(roles));
    }

    /**
     * Refuses callers that cannot be told from each other.
     *
     * @param others tokens of nobody in particular
     * @throws IllegalArgumentException naming two who show the same token
     * @throws IllegalStateException if one has none
     */
    public static void requireDistinct(List<NamedCaller> callers, Token... others) {
        Map<String, String> owners = new HashMap<>();
        for (Token other : others) {
            other.acceptedIfAny().forEach(token -> owners.put(token, "the installation"));
        }
        for (NamedCaller caller : callers) {
            for (String token : caller.token().accepted()) {
                String other = owners.putIfAbsent(token, "caller '" + caller.name() + "'");
                if (other != null) {
                    throw new IllegalArgumentException("caller '" + caller.name() + "' shows the same token as " + other
                            + "; HINT: head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \\n'");
                }
            }
        }
    }
}
