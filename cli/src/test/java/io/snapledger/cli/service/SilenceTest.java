package io.snapledger.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceTest {

    private static final CliException AWAY =
            new CliException(Exit.UNREACHABLE, "unreachable", "cannot reach the catalog at x: nobody answers");

    private final List<String> said = new ArrayList<>();
    private String elsewhere = "";

    @Test
    void aCatalogThatDoesNotAnswerIsToldAtOnceAndAgainWithItsReason() {
        Silence silence = each(Duration.ZERO);

        assertThat(silence.isBrokenElsewhere(AWAY)).isFalse();
        assertThat(silence.isBrokenElsewhere(AWAY)).isFalse();

        assertThat(said)
                .hasSize(2)
                .allMatch(words -> words.contains("The catalog does not answer, still waiting")
                        && words.contains("nobody answers"));
    }

    @Test
    void whatAnotherServiceKnowsIsToldInsteadAndIsAReasonToGoOnWaiting() {
        elsewhere = "the scheduler says: shop running";

        assertThat(each(Duration.ZERO).isBrokenElsewhere(AWAY)).isTrue();

        assertThat(said)
                .containsExactly("The catalog does not answer, still waiting: the scheduler says: shop running");
    }

    @Test
    void betweenTwoTimesNothingIsSaid() {
        Silence silence = each(Duration.ofMinutes(1));

        silence.isBrokenElsewhere(AWAY);
        silence.isBrokenElsewhere(AWAY);

        assertThat(said).hasSize(1);
    }

    @Test
    void aCatalogThatReadsAMomentLaterIsNotTold() {
        Silence silence = each(Duration.ZERO);

        silence.lacks();
        silence.ends();
        silence.lacks();

        assertThat(said).isEmpty();
    }

    @Test
    void aCatalogThatStaysBehindIsTold() {
        elsewhere = "the scheduler says: shop waits for a slot";
        Silence silence = each(Duration.ZERO);

        silence.lacks();
        silence.lacks();

        assertThat(said)
                .containsExactly(
                        "The catalog has not read of it yet, still waiting: the scheduler says: shop waits for a"
                                + " slot");
    }

    private Silence each(Duration each) {
        return new Silence(said::add, () -> elsewhere, each);
    }
}
