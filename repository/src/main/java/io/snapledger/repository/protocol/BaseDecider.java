package io.snapledger.repository.protocol;

import io.snapledger.events.Nullable;
import io.snapledger.repository.Decision;
import java.util.List;

/**
 * Makes sure that a base may be used for deduplication: pins every owner of its segments in every repository of the plan, then
 * reads the base's decision again everywhere. Not COMMITTED somewhere: no base. The pins stay even then, since another attempt of
 * the same snapshot may rely on them; {@link PinJudge} ends them.
 */
public final class BaseDecider {

    private BaseDecider() {}

    public enum Phase {
        PIN,
        READ,
        DONE
    }

    /**
     * @param base what was committed of the base, as read before
     * @param owners snapshots whose segments the base refers to, itself included
     * @param repositories how many there are
     * @param phase what the next event answers
     * @param position how many pins, or reads, are done
     * @param usable final in DONE
     */
    public record State(
            CommitMark base, List<String> owners, int repositories, Phase phase, int position, boolean usable) {

        public boolean done() {
            return phase == Phase.DONE;
        }
    }

    public sealed interface Effect {
        /** Pin an owner; a pin that exists will do. Answer: {@link Pinned} or {@link Failed}. */
        record Pin(int repository, String owner) implements Effect {}

        /** Read the base's decision. Answer: {@link DecisionRead} or {@link Failed}. */
        record ReadDecision(int repository) implements Effect {}
    }

    public sealed interface Event {}

    public record Pinned() implements Event {}

    public record DecisionRead(@Nullable DecisionView decision) implements Event {}

    public record Failed() implements Event {}

    /**
     * @param owners the base itself among them
     */
    public static Step<State, Effect> start(CommitMark base, List<String> owners, int repositories) {
        return next(new State(base, List.copyOf(owners), repositories, Phase.PIN, 0, false));
    }

    public static Step<State, Effect> decide(State state, Event event) {
        if (state.phase() == Phase.PIN && event instanceof Pinned) {
            return next(at(state, Phase.PIN, state.position() + 1));
        }
        if (state.phase() == Phase.READ && event instanceof DecisionRead read) {
            DecisionView decision = read.decision();
            boolean same = decision != null
                    && decision.state() == Decision.State.COMMITTED
                    && state.base().equals(decision.mark());
            return same ? next(at(state, Phase.READ, state.position() + 1)) : end(state, false);
        }
        if (!state.done() && event instanceof Failed) {
            return end(state, false);
        }
        return Step.end(state);
    }

    private static Step<State, Effect> next(State state) {
        if (state.phase() == Phase.PIN) {
            int pins = state.owners().size() * state.repositories();
            if (state.position() == pins) {
                return next(at(state, Phase.READ, 0));
            }
            int repository = state.position() / state.owners().size();
            return Step.to(
                    state,
                    new Effect.Pin(
                            repository,
                            state.owners().get(state.position() % state.owners().size())));
        }
        return state.position() == state.repositories()
                ? end(state, true)
                : Step.to(state, new Effect.ReadDecision(state.position()));
    }

    private static State at(State state, Phase phase, int position) {
        return new State(state.base(), state.owners(), state.repositories(), phase, position, false);
    }

    private static Step<State, Effect> end(State state, boolean usable) {
        return Step.end(
                new State(state.base(), state.owners(), state.repositories(), Phase.DONE, state.position(), usable));
    }
}
