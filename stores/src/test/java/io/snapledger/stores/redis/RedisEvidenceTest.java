package io.snapledger.stores.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is compared as time goes by, and what is held in memory for it. */
class RedisEvidenceTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    @Test
    void aSpanIsComparedAsLongAsAllInItMustBeAlive() {
        Horizon horizon = Horizon.at(NOON);
        assertThat(horizon.spanOf(NOON.plus(Duration.ofHours(35)).toEpochMilli()))
                .isEmpty();
        Instant span =
                horizon.spanOf(NOON.plus(Duration.ofHours(37)).toEpochMilli()).orElseThrow();
        assertThat(span).isEqualTo(Instant.parse("2026-11-29T00:00:00Z"));
        assertThat(horizon.spanOf(Long.MIN_VALUE)).isEmpty();
        Evidence evidence = Evidence.of(Map.of(
                "database/0/string/keys",
                "7",
                "database/0/expiring-after/" + Evidence.path(span.toString()) + "/keys",
                "1"));

        assertThat(RedisEvidence.comparable(evidence, NOON)).isEqualTo(evidence);
        assertThat(RedisEvidence.comparable(evidence, span.minus(Duration.ofHours(12)))
                        .facts())
                .containsOnlyKeys("database/0/string/keys");
    }

    @Test
    void theHorizonOfASnapshotIsFoundInItsEvidence() {
        Evidence evidence = new Inventory(Horizon.at(NOON), number -> number).evidence();
        assertThat(Horizon.in(evidence)).contains(Horizon.at(NOON));
        assertThat(Horizon.in(Evidence.of(Map.of(Horizon.FACT, "tomorrow")))).isEmpty();
    }

    @Test
    void keysThatAreToldTwiceAreSeenAndTheirNumberHasALimit() throws StoreException {
        SeenKeys seen = new SeenKeys();
        int added = 0;
        for (long i = 0; i < SeenKeys.MOST; i++) {
            added += seen.add(new Digest(i, i * 31)) ? 1 : 0;
        }
        assertThat(added).isEqualTo(SeenKeys.MOST);
        StoreException full = catchThrowableOfType(StoreException.class, () -> seen.add(new Digest(-1, -1)));
        assertThat(full.reason()).isEqualTo(Reason.BAD_OPTIONS);
        assertThat(full.hint()).contains("method=sync");
        seen.clear();
        assertThat(seen.add(new Digest(5, 155))).isTrue();
        assertThat(seen.add(new Digest(5, 155))).isFalse();
        assertThat(seen.add(Digest.ZERO)).isTrue();
        assertThat(seen.add(Digest.ZERO)).isFalse();
    }
}
