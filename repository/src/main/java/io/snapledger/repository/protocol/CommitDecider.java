package io.snapledger.repository.protocol;

import io.snapledger.events.Nullable;
import io.snapledger.repository.Decision;
import java.util.List;

/**
 * Commits an attempt in one repository.
 *
 * <pre>
 * look at the decision -> list the attempt -> fetch what is missing, list again -> owners' pins and segments -> key wraps
 *   -> create the decision: created = won; exists or unknown = look: same attempt and digest = won, none = create again,
 *      anything else = lost, sweep this attempt
 * </pre>
 *
 * The first look makes a repeated dump.completed cheap, and right after the snapshot has long been deleted. Every failure is
 * reported only after another look, since a second replica may have committed meanwhile.
 */
public final class CommitDecider {

    /** Listings that show something missing before it counts as lost. */
    static final int LISTINGS = 3;

    /** Creates with unknown outcome before giving up for now. */
    static final int CREATES = 5;

    private CommitDecider() {}

    public enum Phase {
        LOOK,
        LIST,
        FETCH,
        OWNERS,
        KEYS,
        CREATE,
        /** Something stands against the commit, or its outcome is not known: what does the decision say? */
        CONFIRM,
        SWEEP,
        DONE
    }

    /**
     * @param mine the attempt to commit
     * @param phase what the next event answers
     * @param listings listings so far
     * @param creates creates so far
     * @param outcome what to report should no decision be there; final in DONE
     */
    public record State(
            CommitMark mine,
            Phase phase,
            int listings,
            int creates,
            @Nullable Outcome outcome) {

        public boolean done() {
            return phase == Phase.DONE;
        }

        private State in(Phase next) {
            return new State(mine, next, listings, creates, null);
        }

        private State listed() {
            return new State(mine, Phase.LIST, listings + 1, creates, null);
        }

        private State creating() {
            return new State(mine, Phase.CREATE, listings, creates + 1, null);
        }

        private State ending(Phase next, @Nullable Outcome what) {
            return new State(mine, next, listings, creates, what);
        }
    }

    public sealed interface Effect {
        /** Read the decision. Answer: {@link DecisionRead}. */
        record ReadDecision() implements Effect {}

        /** List the attempt's prefix and compare with the segment list. Answer: {@link Listed}. */
        record ListAttempt() implements Effect {}

        /** Copy these segments from staging; 0 is the segment list. Answer: {@link Fetched}, whatever could be had. */
        record Fetch(List<Integer> numbers) implements Effect {}

        /** Are pin and segments there for every owner? Answer: {@link OwnersChecked}. */
        record CheckOwners() implements Effect {}

        /** Can at least service and recovery key open the epoch? Answer: {@link KeysChecked}. */
        record CheckKeys() implements Effect {}

        /** Create the decision. Answer: {@link Created}, {@link Exists} or {@link Failed}. */
        record CreateDecision() implements Effect {}

        /** Delete this attempt's segments: it has lost for good. Answer: {@link Swept}. */
        record SweepAttempt() implements Effect {}
    }

    public sealed interface Event {}

    public record DecisionRead(@Nullable DecisionView decision) implements Event {}

    public record Listed(List<Integer> missing) implements Event {}

    public record Fetched() implements Event {}

    /**
     * @param problem null: all there
     */
    public record OwnersChecked(@Nullable String problem) implements Event {}

    /**
     * @param problem null: enough
     */
    public record KeysChecked(@Nullable String problem) implements Event {}

    public record Created() implements Event {}

    public record Exists() implements Event {}

    public record Swept() implements Event {}

    /** The effect failed in a way that may pass; a create may have happened. */
    public record Failed(String message) implements Event {}

    public sealed interface Outcome {
        /** The decision holds this attempt. It may have been expired or deleted since. */
        record Won(DecisionView decision) implements Outcome {}

        /** The decision holds something else. */
        record Lost(DecisionView decision) implements Outcome {}

        /** The decision holds this attempt with other bytes: never touch anything, tell a person. */
        record Conflict(DecisionView decision) implements Outcome {}

        /** Neither in the repository nor in staging. */
        record SegmentsLost(List<Integer> numbers) implements Outcome {}

        record OwnerGone(String problem) implements Outcome {}

        record KeysMissing(String problem) implements Outcome {}

        /** Nothing is decided here; try again later. */
        record Unavailable(String message) implements Outcome {}
    }

    public static Step<State, Effect> start(CommitMark mine) {
        return look(new State(mine, Phase.LOOK, 0, 0, null));
    }

    public static Step<State, Effect> decide(State state, Event event) {
        if (event instanceof Failed failed) {
            return failed(state, failed);
        }
        switch (state.phase()) {
            case LOOK:
                if (event instanceof DecisionRead read) {
                    return read.decision() == null ? list(state) : settle(state, read.decision());
                }
                break;
            case LIST:
                if (event instanceof Listed listed) {
                    return listed(state, listed.missing());
                }
                break;
            case FETCH:
                if (event instanceof Fetched) {
                    return list(state);
                }
                break;
            case OWNERS:
                if (event instanceof OwnersChecked checked) {
                    return checked.problem() == null
                            ? Step.to(state.in(Phase.KEYS), new Effect.CheckKeys())
                            : confirm(state, new Outcome.OwnerGone(checked.problem()));
                }
                break;
            case KEYS:
                if (event instanceof KeysChecked checked) {
                    return checked.problem() == null
                            ? create(state)
                            : confirm(state, new Outcome.KeysMissing(checked.problem()));
                }
                break;
            case CREATE:
                if (event instanceof Created) {
                    return end(state, new Outcome.Won(new DecisionView(Decision.State.COMMITTED, state.mine())));
                }
                if (event instanceof Exists) {
                    return confirm(state, null);
                }
                break;
            case CONFIRM:
                if (event instanceof DecisionRead read) {
                    return read.decision() == null ? undecided(state) : settle(state, read.decision());
                }
                break;
            case SWEEP:
                if (event instanceof Swept) {
                    return Step.end(state.ending(Phase.DONE, state.outcome()));
                }
                break;
            case DONE:
                break;
        }
        return Step.end(state); // an answer to a question that is no longer asked
    }

    private static Step<State, Effect> listed(State state, List<Integer> missing) {
        if (missing.isEmpty()) {
            return Step.to(state.in(Phase.OWNERS), new Effect.CheckOwners());
        }
        return state.listings() < LISTINGS
                ? Step.to(state.in(Phase.FETCH), new Effect.Fetch(missing))
                : confirm(state, new Outcome.SegmentsLost(missing));
    }

    /** The decision is there: it wins. */
    private static Step<State, Effect> settle(State state, DecisionView decision) {
        CommitMark theirs = decision.mark();
        if (state.mine().equals(theirs)) {
            return end(state, new Outcome.Won(decision));
        }
        if (theirs != null && theirs.attempt().equals(state.mine().attempt())) {
            return end(state, new Outcome.Conflict(decision));
        }
        return Step.to(state.ending(Phase.SWEEP, new Outcome.Lost(decision)), new Effect.SweepAttempt());
    }

    private static Step<State, Effect> undecided(State state) {
        if (state.outcome() != null) {
            return end(state, state.outcome());
        }
        return state.creates() < CREATES
                ? create(state)
                : end(state, new Outcome.Unavailable("the decision could not be created in " + CREATES + " tries"));
    }

    private static Step<State, Effect> failed(State state, Failed failed) {
        return switch (state.phase()) {
            case CREATE -> confirm(state, null);
            case SWEEP -> end(state, state.outcome()); // a later scrub finds the rest; the decision is what counts
            case DONE -> Step.end(state);
            default -> end(state, new Outcome.Unavailable(failed.message()));
        };
    }

    private static Step<State, Effect> look(State state) {
        return Step.to(state.in(Phase.LOOK), new Effect.ReadDecision());
    }

    private static Step<State, Effect> list(State state) {
        return Step.to(state.listed(), new Effect.ListAttempt());
    }

    private static Step<State, Effect> create(State state) {
        return Step.to(state.creating(), new Effect.CreateDecision());
    }

    private static Step<State, Effect> confirm(State state, @Nullable Outcome otherwise) {
        return Step.to(state.ending(Phase.CONFIRM, otherwise), new Effect.ReadDecision());
    }

    private static Step<State, Effect> end(State state, @Nullable Outcome outcome) {
        return Step.end(state.ending(Phase.DONE, outcome));
    }
}
