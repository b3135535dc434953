package io.snapledger.access;

import static java.util.Objects.requireNonNull;

import io.snapledger.events.Nullable;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Who vouches for people and service accounts by signed tokens: an OpenID Connect provider (OpenID Connect Discovery 1.0). What its
 * tokens say of roles is mapped onto ours; that somebody is one of our services it can never say.
 *
 * @param url of the issuer, below which {@code .well-known/openid-configuration} is found
 * @param audience for whom its tokens must be (claim {@code aud}): it issues tokens for other programs, too
 * @param nameClaim the claim that events name a caller by; null: {@code upn}, {@code preferred_username} or {@code sub}, whichever is there
 * @param groupsClaim the claim that lists groups or roles; a path through nested claims is separated by slashes
 * @param groups for each of our roles the groups that have it; empty: groups that are called as our roles
 * @param tls the TLS configuration of Quarkus ({@code quarkus.tls.<name>.*}) that its address is checked by; null: the certificates of the
 *     Java installation
 */
public record Issuer(
        URI url,
        String audience,
        @Nullable String nameClaim,
        String groupsClaim,
        Map<String, Set<String>> groups,
        @Nullable String tls) {

    /** Most characters of a caller's name. */
    public static final int LONGEST_NAME = 200;

    /** The compact serialisation of a signed token (RFC 7515, section 3.1). */
    private static final Pattern SIGNED = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    public Issuer {
        requireNonNull(groupsClaim, "groupsClaim is missing");
        if (url.getHost() == null || !(isTls(url) || isHttp(url) && Exposure.isLoopback(url.getHost()))) {
            throw new IllegalArgumentException("snapledger.access.oidc.issuer is " + url
                    + ", whose keys could be exchanged on their way; HINT: give its https:// address");
        }
        if (audience.isBlank()) {
            throw new IllegalArgumentException(
                    "snapledger.access.oidc.audience is missing, so that a token for any other program of " + url
                            + " would be let in; HINT: set it to the claim aud of the tokens meant for Snapledger");
        }
        groups = Map.copyOf(groups);
        Roles.with(groups.keySet());
    }

    private static boolean isTls(URI url) {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    private static boolean isHttp(URI url) {
        return "http".equalsIgnoreCase(url.getScheme());
    }

    /** Whether what was shown is a signed token, and not one of ours. */
    public static boolean isSigned(String shown) {
        return SIGNED.matcher(shown).matches();
    }

    /** Our roles of somebody who is in these groups. */
    public Set<String> roles(Collection<String> theirs) {
        Set<String> roles = new TreeSet<>();
        for (String role : Roles.OF_ADMIN) {
            if (groups.getOrDefault(role, groups.isEmpty() ? Set.of(role) : Set.of()).stream()
                    .anyMatch(theirs::contains)) {
                roles.add(role);
            }
        }
        return Roles.with(roles);
    }

    /** The name as events may say it; nothing if it is empty, too long, or holds what could pass for something else where it is shown. */
    public static Optional<String> name(@Nullable String claimed) {
        return Optional.ofNullable(claimed)
                .filter(name -> !name.isBlank() && name.length() <= LONGEST_NAME)
                .filter(name ->
                        name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || " @._+:/|-".indexOf(c) >= 0));
    }
}
