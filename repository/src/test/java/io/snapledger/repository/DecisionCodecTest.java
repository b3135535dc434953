package io.snapledger.repository;

import static io.snapledger.repository.Samples.attempt;
import static io.snapledger.repository.Samples.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.events.ManifestReference;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SegmentOwner;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.repository.format.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecisionCodecTest {

    private static final Instant AT = Instant.parse("2026-11-21T00:10:00.123456789Z");

    private final Decision.Committed committed =
            new Decision.Committed(Samples.subject(snapshot(2)), content(List.of("shop")), AT);

    @Test
    void everyStateComesBackAsItWas() {
        Decision.Expired expired = committed.expire("keep.daily", AT.plusSeconds(1));
        for (Decision decision : List.of(
                committed,
                expired,
                expired.undelete(),
                expired.delete(AT.plusSeconds(2)),
                new Decision.Aborted(Samples.subject(snapshot(2)), "deadline: 3 attempts failed", AT))) {
            assertThat(DecisionCodec.read("d", DecisionCodec.write(decision))).isEqualTo(decision);
        }
    }

    @Test
    void undeletingGivesTheSameDecisionTwoRevisionsLater() {
        assertThat(committed.expire("rule", AT).undelete())
                .isEqualTo(new Decision.Committed(3, committed.subject(), committed.content(), AT));
    }

    @Test
    void aFieldOfALaterVersionIsPassedOver() {
        String text = new String(DecisionCodec.write(committed), StandardCharsets.UTF_8);
        String body = text.substring(0, text.lastIndexOf(",\"sha256\"")) + ",\"later\":[1,{\"a\":2}]";
        String later = body + ",\"sha256\":\"" + Sha256.hex(body.getBytes(StandardCharsets.UTF_8)) + "\"}\n";

        assertThat(DecisionCodec.read("d", later.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(committed);
    }

    @Test
    void aLaterFormatIsRefusedWithWords() {
        String text = new String(DecisionCodec.write(committed), StandardCharsets.UTF_8);
        String body = text.substring(0, text.lastIndexOf(",\"sha256\"")).replace("{\"version\":1,", "{\"version\":2,");
        String later = body + ",\"sha256\":\"" + Sha256.hex(body.getBytes(StandardCharsets.UTF_8)) + "\"}\n";

        assertThatThrownBy(() -> DecisionCodec.read("d", later.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(RepositoryException.Permanent.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("later Snapledger");
    }

    @Test
    void aDecisionThatIsTooLongIsNotWritten() {
        List<String> stores = IntStream.range(0, 600)
                .mapToObj(i -> "a-store-with-a-name-of-some-length-" + i)
                .toList();
        Decision.Subject subject = Samples.subject(snapshot(2));
        SnapshotOrder order = subject.order();
        Decision.Subject large = new Decision.Subject(
                subject.installation(),
                new SnapshotOrder(
                        order.backup(),
                        order.snapshot(),
                        order.plan(),
                        order.store(),
                        order.kind(),
                        order.repositories(),
                        stores,
                        order.dueAt(),
                        null));

        assertThatThrownBy(() -> DecisionCodec.write(new Decision.Aborted(large, "deadline", AT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16384");
    }

    @Test
    void moreThanSixteenOwnersAreRefused() {
        SegmentOwner owner = new SegmentOwner(snapshot(1).value(), attempt(1).toString(), 1);
        SegmentOwner[] owners = new SegmentOwner[17];
        Arrays.fill(owners, owner);

        assertThatThrownBy(() -> content(List.of("shop"), owners)).hasMessageContaining("17 owners");
    }

    private static SealedContent content(List<String> stores, SegmentOwner... owners) {
        assertThat(stores).isNotEmpty();
        return new SealedContent(
                attempt(1).toString(),
                "0123456789abcdef",
                new ManifestReference(3, 1, 500, Sha256.hex(new byte[1])),
                new ObjectReference(300, Sha256.hex(new byte[2])),
                List.of(owners),
                List.of(),
                3,
                1_000_000,
                300_000,
                17,
                0,
                null,
                "pg_dump (PostgreSQL) 15.18",
                "PostgreSQL 15.18",
                AT.minusSeconds(100),
                AT.minusSeconds(10));
    }
}
