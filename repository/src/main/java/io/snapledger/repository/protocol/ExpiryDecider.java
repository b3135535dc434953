package io.snapledger.repository.protocol;

import io.snapledger.events.Nullable;
import io.snapledger.repository.Decision;

/** Expires a COMMITTED snapshot, or takes that back; nothing else changes hands between these two states. */
public final class ExpiryDecider {

    static final int TRIES = 5;

    private ExpiryDecider() {}

    public enum Goal {
        EXPIRE(Decision.State.COMMITTED, Decision.State.EXPIRED),
        UNDELETE(Decision.State.EXPIRED, Decision.State.COMMITTED);

        private final Decision.State from;
        private final Decision.State to;

        Goal(Decision.State from, Decision.State to) {
            this.from = from;
            this.to = to;
        }
    }

    public enum Phase {
        LOOK,
        REPLACE,
        DONE
    }

    /**
     * @param goal what is wanted
     * @param phase what the next event answers
     * @param tries replaces so far
     * @param decision as last read or won
     * @param outcome final in DONE
     */
    public record State(
            Goal goal,
            Phase phase,
            int tries,
            @Nullable DecisionView decision,
            @Nullable Outcome outcome) {
        public boolean done() {
            return phase == Phase.DONE;
        }
    }

    public enum Effect {
        /** Answer: {@link DecisionRead}. */
        READ_DECISION,
        /** Replace the decision as last read. Answer: {@link Replaced} or {@link Failed}. */
        REPLACE_DECISION
    }

    public sealed interface Event {}

    public record DecisionRead(@Nullable DecisionView decision) implements Event {}

    public record Replaced(boolean done) implements Event {}

    public record Failed(String message) implements Event {}

    public enum Outcome {
        /** The decision is now in the state that was wanted. */
        REACHED,
        /** The decision is in a state from which this is not possible. */
        REFUSED,
        /** Try again later. */
        UNAVAILABLE
    }

    public static Step<State, Effect> start(Goal goal) {
        return look(new State(goal, Phase.LOOK, 0, null, null));
    }

    public static Step<State, Effect> decide(State state, Event event) {
        if (state.phase() == Phase.LOOK && event instanceof DecisionRead read) {
            return looked(state, read.decision());
        }
        if (state.phase() == Phase.REPLACE && event instanceof Replaced replaced && replaced.done()) {
            return end(state, new DecisionView(state.goal().to, state.decision().mark()), Outcome.REACHED);
        }
        if (state.phase() == Phase.REPLACE && (event instanceof Replaced || event instanceof Failed)) {
            return state.tries() < TRIES ? look(state) : end(state, state.decision(), Outcome.UNAVAILABLE);
        }
        if (state.phase() == Phase.LOOK && event instanceof Failed) {
            return end(state, state.decision(), Outcome.UNAVAILABLE);
        }
        return Step.end(state);
    }

    private static Step<State, Effect> looked(State state, @Nullable DecisionView decision) {
        if (decision != null && decision.state() == state.goal().from) {
            return Step.to(
                    new State(state.goal(), Phase.REPLACE, state.tries() + 1, decision, null), Effect.REPLACE_DECISION);
        }
        boolean reached = decision != null && decision.state() == state.goal().to;
        return end(state, decision, reached ? Outcome.REACHED : Outcome.REFUSED);
    }

    private static Step<State, Effect> look(State state) {
        return Step.to(
                new State(state.goal(), Phase.LOOK, state.tries(), state.decision(), null), Effect.READ_DECISION);
    }

    private static Step<State, Effect> end(State state, @Nullable DecisionView decision, Outcome outcome) {
        return Step.end(new State(state.goal(), Phase.DONE, state.tries(), decision, outcome));
    }
}
