package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreOrderTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'',         'b,a,c', 'b,a,c'",
                "'c',        'b,a,c', 'c,b,a'",
                "'c,a',      'b,a,c', 'c,a,b'",
                "'gone,a,b', 'b,a,c', 'a,b,c'",
            })
    void thoseThePlanNamesComeFirstThenTheOthersAsTheBackupNamesThem(String named, String backup, String expected) {
        RestoreOrder order = new RestoreOrder(Map.of("nightly", list(named)));

        assertThat(List.of("a", "b", "c").stream()
                        .sorted(order.of("nightly", list(backup)))
                        .toList())
                .isEqualTo(list(expected));
    }

    @org.junit.jupiter.api.Test
    void aPlanWithoutOrderAndAStoreThatTheBackupDoesNotNameHaveAPlaceToo() {
        assertThat(List.of("z", "y", "b", "a").stream()
                        .sorted(RestoreOrder.AS_BACKED_UP.of("weekly", List.of("b", "a")))
                        .toList())
                .containsExactly("b", "a", "y", "z");
    }

    private static List<String> list(String names) {
        return names.isEmpty() ? List.of() : List.of(names.split(","));
    }
}
