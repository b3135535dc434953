package io.snapledger.repository.protocol;

import io.snapledger.events.Nullable;
import io.snapledger.events.SealedContent;
import io.snapledger.repository.Decision;

/**
 * As much of a decision as the deciders need.
 *
 * @param state its state
 * @param mark what was committed; null if ABORTED
 */
public record DecisionView(Decision.State state, @Nullable CommitMark mark) {

    public static final DecisionView ABORTED = new DecisionView(Decision.State.ABORTED, null);

    public static DecisionView of(Decision decision) {
        SealedContent content = decision.content();
        return new DecisionView(decision.state(), content == null ? null : CommitMark.of(content));
    }

    public boolean isFinal() {
        return state == Decision.State.ABORTED || state == Decision.State.DELETED;
    }
}
