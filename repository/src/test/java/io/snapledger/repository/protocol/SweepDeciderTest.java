package io.snapledger.repository.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.repository.Decision;
import io.snapledger.repository.protocol.SweepDecider.Effect;
import io.snapledger.repository.protocol.SweepDecider.Event;
import io.snapledger.repository.protocol.SweepDecider.Goal;
import io.snapledger.repository.protocol.SweepDecider.Outcome;
import io.snapledger.repository.protocol.SweepDecider.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepDeciderTest {

    private static final DecisionView EXPIRED =
            new DecisionView(Decision.State.EXPIRED, new CommitMark("1-0000000000000000", "digest"));

    private Step<State, Effect> step = SweepDecider.start(Goal.DELETE);

    private void then(Event event) {
        step = SweepDecider.decide(step.state(), event);
    }

    private void win() {
        then(new SweepDecider.DecisionRead(EXPIRED));
        then(new SweepDecider.Done());
        then(new SweepDecider.Won());
        assertThat(step.effects()).containsExactly(new Effect.ListPins());
    }

    @Test
    void whatNobodyHasPinnedIsDeletedAtOnce() {
        win();
        then(new SweepDecider.PinsListed(List.of()));
        assertThat(step.effects()).containsExactly(new Effect.DeleteSegments());
    }

    @Test
    void stalePinsAreListedAgainBeforeAnythingIsDeleted() {
        win();
        then(new SweepDecider.PinsListed(List.of("base")));
        then(new SweepDecider.PinsJudged(List.of()));
        assertThat(step.effects()).containsExactly(new Effect.ListPins());
        then(new SweepDecider.PinsListed(List.of("base")));
        assertThat(step.effects()).containsExactly(new Effect.DeleteSegments());
    }

    /**
     * The writer reached this snapshot through a base that was committed, pinned, and refers to this snapshot but not to the base;
     * then the base was swept, so that nothing that was listed before protects the writer.
     */
    @Test
    void aPinMadeWhileOthersWereJudgedIsJudgedToo() {
        win();
        then(new SweepDecider.PinsListed(List.of("base")));
        then(new SweepDecider.PinsJudged(List.of()));
        then(new SweepDecider.PinsListed(List.of("base", "writer")));
        assertThat(step.effects()).containsExactly(new Effect.JudgePins(List.of("base", "writer")));
        then(new SweepDecider.PinsJudged(List.of("writer")));
        assertThat(step.state().outcome())
                .isInstanceOfSatisfying(Outcome.Pinned.class, pinned -> assertThat(pinned.live())
                        .containsExactly("writer"));
    }
}
