package io.snapledger.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The adversaries: whoever may get a token of the same issuer for something else, and whoever stands between the issuer and us. */
class IssuerTest {

    private static Issuer of(String url, String audience, Map<String, Set<String>> groups) {
        return new Issuer(URI.create(url), audience, null, "groups", groups, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.org",
                "http://10.0.0.1/realms/a",
                "ftp://127.0.0.1",
                "login.example.org",
                "https:realm"
            })
    void anIssuerWhoseKeysCouldBeExchangedIsRefused(String url) {
        assertThatThrownBy(() -> of(url, "snapledger", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("snapledger.access.oidc.issuer is " + url)
                .hasMessageContaining("; HINT: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://login.example.org/realms/a", "HTTPS://login.example.org", "http://127.0.0.1:8080"})
    void anIssuerIsReachedByTlsOrOnThisMachine(String url) {
        assertThatCode(() -> of(url, "snapledger", Map.of())).doesNotThrowAnyException();
    }

    @Test
    void tokensForAnybodyAreNotTaken() {
        assertThatThrownBy(() -> of("https://login.example.org", " ", Map.of()))
                .hasMessageContaining("snapledger.access.oidc.audience is missing");
    }

    @Test
    void groupsHaveTheRolesThatAreGivenToThem() {
        Issuer issuer = of(
                "https://login.example.org",
                "snapledger",
                Map.of("operator", Set.of("team-a", "team-b"), "restorer", Set.of("team-b")));

        assertThat(issuer.roles(Set.of("team-a"))).containsExactlyInAnyOrder("operator", "viewer");
        assertThat(issuer.roles(Set.of("team-b"))).containsExactlyInAnyOrder("operator", "restorer", "viewer");
        assertThat(issuer.roles(Set.of("admin", "operator", "everybody"))).isEmpty();
    }

    @Test
    void withoutAnyGiftGroupsAreCalledAsTheRolesAndNobodyIsAService() {
        Issuer issuer = of("https://login.example.org", "snapledger", Map.of());

        assertThat(issuer.roles(Set.of("restorer", "service", "users")))
                .containsExactlyInAnyOrder("restorer", "viewer");
        assertThat(issuer.roles(Set.of("service"))).isEmpty();
    }

    @Test
    void aRoleThatCannotBeGivenIsRefused() {
        assertThatThrownBy(() -> of("https://login.example.org", "snapledger", Map.of("service", Set.of("pods"))))
                .hasMessageContaining("'service' is no role");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ann\nbob", "ann\u202Ebob", "<b>ann</b>", "ann\u0000", "ann\"", "ann'"})
    void aNameThatCouldPassForSomethingElseIsNone(String name) {
        assertThat(Issuer.name(name)).isEmpty();
        assertThat(Issuer.name("a".repeat(Issuer.LONGEST_NAME + 1))).isEmpty();
        assertThat(Issuer.name(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ann@example.org", "Ann Müller", "system:serviceaccount:keptn:backup", "f3b0-11", "realm|ann"})
    void aNameOfAPersonOrAccountIsOne(String name) {
        assertThat(Issuer.name(name)).contains(name);
    }

    @Test
    void tokensOfOurOwnAreNotTakenForSignedOnes() {
        assertThat(Issuer.isSigned("0123456789abcdef".repeat(4))).isFalse();
        assertThat(Issuer.isSigned("a.b")).isFalse();
        assertThat(Issuer.isSigned("eyJhbGciOiJub25lIn0.e30.")).isTrue();
    }
}
