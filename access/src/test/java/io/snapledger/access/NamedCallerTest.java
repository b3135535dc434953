package io.snapledger.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.settings.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedCallerTest {

    @ParameterizedTest
    @CsvSource({
        "viewer, viewer",
        "operator, operator viewer",
        "restorer, restorer viewer",
        "operator restorer, operator restorer viewer",
        "admin, admin operator restorer viewer"
    })
    void aRoleImpliesWhatItsOwnerNeedsToSee(String given, String all) {
        assertThat(caller("ann", "a", given.split(" ")).roles()).containsExactlyInAnyOrder(all.split(" "));
    }

    @Test
    void aRoleThatCannotBeGivenIsRefused() {
        assertThatThrownBy(() -> caller("ann", "a", "service"))
                .hasMessageContaining("'service' is no role")
                .hasMessageContaining("[admin, operator, restorer, viewer]");
        assertThatThrownBy(() -> caller("ann", "a")).hasMessageContaining("snapledger.access.callers.ann.roles");
        assertThatThrownBy(() -> caller("Ann!", "a", "viewer")).hasMessageContaining("Ann!");
    }

    @Test
    void twoWhoShowOneTokenAreRefused() {
        Token installation = Token.of("x", Optional.of(Secret.literal("secret")));

        assertThatCode(() -> NamedCaller.requireDistinct(
                        List.of(caller("ann", "a", "viewer"), caller("bob", "b", "admin")), installation))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> NamedCaller.requireDistinct(
                        List.of(caller("ann", "a", "viewer"), caller("bob", "a", "admin")), installation))
                .hasMessageContaining("caller 'bob'")
                .hasMessageContaining("caller 'ann'");
        assertThatThrownBy(() -> NamedCaller.requireDistinct(List.of(caller("ann", "secret", "viewer")), installation))
                .hasMessageContaining("the installation")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true, false, true",
        "localhost, true, false, true",
        "::1, true, false, true",
        "0.0.0.0, true, false, false",
        "192.0.2.7, true, false, false",
        "0.0.0.0, false, false, true",
        "0.0.0.0, true, true, true"
    })
    void beyondTheLoopbackNoTokenTravelsInTheClear(String host, boolean plain, boolean proxy, boolean allowed) {
        if (allowed) {
            assertThatCode(() -> Exposure.check(host, plain, proxy)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> Exposure.check(host, plain, proxy)).hasMessageContaining(host);
        }
    }

    private static NamedCaller caller(String name, String token, String... roles) {
        return new NamedCaller(name, Token.of("x", Optional.of(Secret.literal(token))), Set.of(roles));
    }
}
