package io.snapledger.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreOptionTest {

    @Test
    void aDirectoryIsMadeAbsolute() {
        assertThat(StoreOption.parse("project=files:../project"))
                .isEqualTo(new StoreOption(
                        "project",
                        Map.of(
                                "kind",
                                "files",
                                "path",
                                Path.of("../project")
                                        .toAbsolutePath()
                                        .normalize()
                                        .toString())));
    }

    @Test
    void aPathMayHoldEqualsSignsAndColons() {
        assertThat(StoreOption.parse("odd=files:/srv/a=b:c").options()).containsEntry("path", "/srv/a=b:c");
    }

    @Test
    void aServerIsTakenApartAndItsPasswordIsNamedNotGiven() {
        assertThat(StoreOption.parse("shop-2=postgresql://backup@db.example:5433/orders")
                        .options())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "kind",
                        "postgresql",
                        "host",
                        "db.example",
                        "port",
                        "5433",
                        "username",
                        "backup",
                        "databases",
                        "orders",
                        "password-env",
                        "SNAPLEDGER_STORE_SHOP_2_PASSWORD"));
    }

    @ParameterizedTest
    @CsvSource({
        "project, not NAME=KIND:LOCATION",
        "=files:/srv, not NAME=KIND:LOCATION",
        "project=/srv, not NAME=KIND:LOCATION",
        "Project=files:/srv, store name",
        "cache=no-such-kind://127.0.0.1, kind 'no-such-kind' of store 'cache'",
        "shop=postgresql:orders, no host",
        "shop=postgresql://backup:secret@db, visible to everybody",
    })
    void whatCannotBeMeantIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> StoreOption.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }
}
