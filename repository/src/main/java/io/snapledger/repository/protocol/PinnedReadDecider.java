package io.snapledger.repository.protocol;

import io.snapledger.events.Nullable;

/**
 * Lets a restore read a snapshot safely: pin, <em>then</em> read the decision; not restorable: unpin and stop. The other order
 * reads deleted bytes.
 */
public final class PinnedReadDecider {

    private PinnedReadDecider() {}

    public enum Phase {
        PIN,
        READ,
        UNPIN,
        DONE
    }

    /**
     * @param phase what the next event answers
     * @param decision as read after the pin
     * @param readable final in DONE
     * @param failure why nothing is known; null: it is
     */
    public record State(
            Phase phase,
            @Nullable DecisionView decision,
            boolean readable,
            @Nullable String failure) {
        public boolean done() {
            return phase == Phase.DONE;
        }
    }

    public enum Effect {
        /** Answer: {@link Done} or {@link Failed}. */
        PIN,
        /** Answer: {@link DecisionRead} or {@link Failed}. */
        READ_DECISION,
        /** Answer: {@link Done} or {@link Failed}. */
        UNPIN
    }

    public sealed interface Event {}

    public record Done() implements Event {}

    public record DecisionRead(@Nullable DecisionView decision) implements Event {}

    public record Failed(String message) implements Event {}

    public static Step<State, Effect> start() {
        return Step.to(new State(Phase.PIN, null, false, null), Effect.PIN);
    }

    public static Step<State, Effect> decide(State state, Event event) {
        if (state.phase() == Phase.PIN && event instanceof Done) {
            return Step.to(new State(Phase.READ, null, false, null), Effect.READ_DECISION);
        }
        if (state.phase() == Phase.READ && event instanceof DecisionRead read) {
            DecisionView decision = read.decision();
            return decision != null && decision.state().restorable()
                    ? Step.end(new State(Phase.DONE, decision, true, null))
                    : Step.to(new State(Phase.UNPIN, decision, false, null), Effect.UNPIN);
        }
        if (state.phase() == Phase.UNPIN) { // should it fail, the restore's deadline ends the pin
            return Step.end(new State(Phase.DONE, state.decision(), false, state.failure()));
        }
        if (event instanceof Failed failed && !state.done()) {
            return Step.to(new State(Phase.UNPIN, state.decision(), false, failed.message()), Effect.UNPIN);
        }
        return Step.end(state);
    }
}
