package io.snapledger.repository.protocol;

import io.snapledger.events.Nullable;
import io.snapledger.repository.Decision;
import java.util.List;

/**
 * Makes a snapshot ABORTED or DELETED and sweeps its bytes.
 *
 * <pre>
 * look -> marker -> win the final decision -> list the pins -> none live, none new: segments, pins on it, its own pins, marker
 * </pre>
 *
 * The order is what keeps every other snapshot whole: nothing is deleted but by the one that has won or read a final decision
 * and <em>then</em> listed the pins. Judging takes time, and what protects a pin made meanwhile may be gone when it is judged: a
 * writer that pinned this snapshot through a base need not name the base. So the pins are listed until nobody new is among them;
 * who comes later finds every base that leads here swept. The marker comes first and goes last, so that recovery lists {@code sweeping/} alone. It is
 * written anew before each try at winning, since whoever finds it on a COMMITTED snapshot removes it.
 */
public final class SweepDecider {

    /** Tries at winning before giving up for now. */
    static final int TRIES = 5;

    private SweepDecider() {}

    public enum Goal {
        /** The scheduler has said that the snapshot will not be made. */
        ABORT,
        /** The undelete window of an expired snapshot is over. */
        DELETE,
        /** A marker was found: go on with what was begun. */
        RECOVER
    }

    public enum Phase {
        LOOK,
        MARK,
        WIN,
        LIST_PINS,
        JUDGE_PINS,
        DELETE_SEGMENTS,
        DROP_PINS,
        DROP_OWN_PINS,
        UNMARK,
        DONE
    }

    /**
     * @param goal why
     * @param phase what the next event answers
     * @param marked whether the marker is there
     * @param tries at winning
     * @param decision as last read or won
     * @param judged pins last listed; all of them are stale once they are listed again
     * @param bytes deleted
     * @param outcome final in DONE
     */
    public record State(
            Goal goal,
            Phase phase,
            boolean marked,
            int tries,
            @Nullable DecisionView decision,
            List<String> judged,
            long bytes,
            @Nullable Outcome outcome) {

        public boolean done() {
            return phase == Phase.DONE;
        }

        private State in(Phase next) {
            return new State(goal, next, marked, tries, decision, judged, bytes, outcome);
        }

        private State saw(@Nullable DecisionView seen) {
            return new State(goal, phase, marked, tries, seen, judged, bytes, outcome);
        }

        private State withMarker() {
            return new State(goal, phase, true, tries, decision, judged, bytes, outcome);
        }

        private State trying() {
            return new State(goal, Phase.WIN, marked, tries + 1, decision, judged, bytes, outcome);
        }

        private State judging(List<String> pins) {
            return new State(goal, Phase.JUDGE_PINS, marked, tries, decision, List.copyOf(pins), bytes, outcome);
        }

        private State freed(long freed) {
            return new State(goal, phase, marked, tries, decision, judged, freed, outcome);
        }

        private State ended(Outcome what) {
            return new State(goal, Phase.DONE, marked, tries, decision, judged, bytes, what);
        }
    }

    public sealed interface Effect {
        /** Answer: {@link DecisionRead}. */
        record ReadDecision() implements Effect {}

        /** Create {@code sweeping/<snapshot>}; one that exists will do. Answer: {@link Done}. */
        record WriteMarker() implements Effect {}

        /** Create the decision ABORTED. Answer: {@link Won}, {@link NotWon} or {@link Failed}. */
        record CreateAborted() implements Effect {}

        /** Replace the EXPIRED decision as last read by DELETED. Answer: {@link Won}, {@link NotWon} or {@link Failed}. */
        record ReplaceByDeleted() implements Effect {}

        /** Answer: {@link PinsListed}. */
        record ListPins() implements Effect {}

        /** Which of these pins are live, by {@link PinJudge}? Answer: {@link PinsJudged}. */
        record JudgePins(List<String> holders) implements Effect {}

        /** Delete everything of all attempts. Answer: {@link SegmentsDeleted}. */
        record DeleteSegments() implements Effect {}

        /** Delete the stale pins on this snapshot. Answer: {@link Done}. */
        record DropPins() implements Effect {}

        /** Delete the pins this snapshot holds on others. Answer: {@link Done}. */
        record DropOwnPins() implements Effect {}

        /** Answer: {@link Done}. */
        record RemoveMarker() implements Effect {}
    }

    public sealed interface Event {}

    public record DecisionRead(@Nullable DecisionView decision) implements Event {}

    public record Done() implements Event {}

    public record Won() implements Event {}

    public record NotWon() implements Event {}

    public record PinsListed(List<String> holders) implements Event {}

    public record PinsJudged(List<String> live) implements Event {}

    public record SegmentsDeleted(long bytes) implements Event {}

    /** The effect failed in a way that may pass; a create or replace may have happened. */
    public record Failed(String message) implements Event {}

    public sealed interface Outcome {
        /** Bytes gone, decision final. */
        record Swept(DecisionView decision, long bytes) implements Outcome {}

        /** Decision final, bytes kept while these pins live; the marker brings somebody back. */
        record Pinned(DecisionView decision, List<String> live) implements Outcome {}

        /** The decision does not allow it; null: there is none. */
        record Kept(@Nullable DecisionView decision) implements Outcome {}

        /** Try again later. */
        record Unavailable(String message) implements Outcome {}
    }

    public static Step<State, Effect> start(Goal goal) {
        return look(new State(goal, Phase.LOOK, goal == Goal.RECOVER, 0, null, List.of(), 0, null));
    }

    public static Step<State, Effect> decide(State state, Event event) {
        if (event instanceof Failed failed) {
            return failed(state, failed);
        }
        switch (state.phase()) {
            case LOOK:
                if (event instanceof DecisionRead read) {
                    return looked(state.saw(read.decision()));
                }
                break;
            case MARK:
                if (event instanceof Done) {
                    return marked(state.withMarker());
                }
                break;
            case WIN:
                if (event instanceof Won) {
                    return listPins(state.saw(won(state)));
                }
                if (event instanceof NotWon) {
                    return lookAgain(state);
                }
                break;
            case LIST_PINS:
                if (event instanceof PinsListed listed) {
                    return state.judged().containsAll(listed.holders())
                            ? deleteSegments(state)
                            : Step.to(state.judging(listed.holders()), new Effect.JudgePins(listed.holders()));
                }
                break;
            case JUDGE_PINS:
                if (event instanceof PinsJudged judged) {
                    return judged.live().isEmpty()
                            ? listPins(state)
                            : end(state, new Outcome.Pinned(state.decision(), judged.live()));
                }
                break;
            case DELETE_SEGMENTS:
                if (event instanceof SegmentsDeleted deleted) {
                    return Step.to(state.freed(deleted.bytes()).in(Phase.DROP_PINS), new Effect.DropPins());
                }
                break;
            case DROP_PINS:
                if (event instanceof Done) {
                    return Step.to(state.in(Phase.DROP_OWN_PINS), new Effect.DropOwnPins());
                }
                break;
            case DROP_OWN_PINS:
                if (event instanceof Done) {
                    return Step.to(state.in(Phase.UNMARK), new Effect.RemoveMarker());
                }
                break;
            case UNMARK:
                if (event instanceof Done) {
                    return end(
                            state,
                            state.decision() != null && state.decision().isFinal()
                                    ? new Outcome.Swept(state.decision(), state.bytes())
                                    : new Outcome.Kept(state.decision()));
                }
                break;
            case DONE:
                break;
        }
        return Step.end(state); // an answer to a question that is no longer asked
    }

    private static Step<State, Effect> looked(State state) {
        DecisionView decision = state.decision();
        boolean sweepable = decision != null
                && switch (state.goal()) {
                    case ABORT -> decision.state() == Decision.State.ABORTED;
                    case DELETE -> decision.state() == Decision.State.DELETED;
                    case RECOVER -> decision.isFinal();
                };
        boolean winnable =
                switch (state.goal()) {
                    case ABORT -> decision == null;
                    case DELETE -> decision != null && decision.state() == Decision.State.EXPIRED;
                    case RECOVER -> false;
                };
        if (!sweepable && !winnable) {
            return state.marked() && decision != null && decision.state() == Decision.State.COMMITTED
                    ? Step.to(state.in(Phase.UNMARK), new Effect.RemoveMarker())
                    : end(state, new Outcome.Kept(decision));
        }
        return Step.to(state.in(Phase.MARK), new Effect.WriteMarker());
    }

    private static Step<State, Effect> marked(State state) {
        DecisionView decision = state.decision();
        if (decision != null && decision.isFinal()) {
            return listPins(state);
        }
        return Step.to(
                state.trying(),
                state.goal() == Goal.ABORT ? new Effect.CreateAborted() : new Effect.ReplaceByDeleted());
    }

    private static DecisionView won(State state) {
        return state.goal() == Goal.ABORT
                ? DecisionView.ABORTED
                : new DecisionView(
                        Decision.State.DELETED,
                        state.decision() == null ? null : state.decision().mark());
    }

    private static Step<State, Effect> failed(State state, Failed failed) {
        return switch (state.phase()) {
            case WIN -> lookAgain(state);
            case DONE -> Step.end(state);
            default -> end(state, new Outcome.Unavailable(failed.message()));
        };
    }

    private static Step<State, Effect> lookAgain(State state) {
        return state.tries() < TRIES
                ? look(state)
                : end(state, new Outcome.Unavailable("the decision could not be won in " + TRIES + " tries"));
    }

    private static Step<State, Effect> look(State state) {
        return Step.to(state.in(Phase.LOOK), new Effect.ReadDecision());
    }

    private static Step<State, Effect> listPins(State state) {
        return Step.to(state.in(Phase.LIST_PINS), new Effect.ListPins());
    }

    private static Step<State, Effect> deleteSegments(State state) {
        return Step.to(state.in(Phase.DELETE_SEGMENTS), new Effect.DeleteSegments());
    }

    private static Step<State, Effect> end(State state, Outcome outcome) {
        return Step.end(state.ended(outcome));
    }
}
