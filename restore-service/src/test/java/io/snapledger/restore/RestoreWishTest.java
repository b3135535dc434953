package io.snapledger.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.RestoreRequested;
import io.snapledger.events.RestoreTo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestoreWishTest {

    @Test
    void itIsTheRequestWithoutItsEnvelope() {
        Map<String, RestoreTo> targets = Map.of("shop", new RestoreTo("shop-copy", Map.of("rename-suffix", "_x")));
        RestoreRequested request = new RestoreRequested(
                "r-1",
                "latest",
                "nightly",
                List.of("shop"),
                List.of("postgresql"),
                "main",
                targets,
                false,
                true,
                false,
                "ada",
                null,
                "proof");

        assertThat(RestoreWish.of(request))
                .isEqualTo(new RestoreWish(
                        new SnapshotSelection("latest", "nightly", List.of("shop"), List.of("postgresql")),
                        "main",
                        targets,
                        true,
                        false));
    }
}
