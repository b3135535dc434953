package io.snapledger.repository.protocol;

import io.snapledger.events.Nullable;

/**
 * Whether a pin still protects. Protection ends by facts alone, never by age: a holder that is ABORTED, that was COMMITTED without
 * naming the owner, or that is swept; a restore whose own deadline has passed. A hold lives until somebody removes it.
 */
public final class PinJudge {

    private PinJudge() {}

    public enum Kind {
        SNAPSHOT,
        RESTORE,
        HOLD
    }

    /**
     * What is known of a pin's holder, read <em>after</em> the pin was listed.
     *
     * @param kind of the holder
     * @param deadlinePassed of a restore
     * @param decision of a snapshot; null: none yet
     * @param namesOwner whether that decision names the pinned snapshot among its owners
     * @param sweeping whether the holder's own sweep has not ended; read <em>after</em> the decision
     */
    public record Holder(
            Kind kind, boolean deadlinePassed, @Nullable DecisionView decision, boolean namesOwner, boolean sweeping) {}

    public static boolean live(Holder holder) {
        return switch (holder.kind()) {
            case HOLD -> true;
            case RESTORE -> !holder.deadlinePassed();
            case SNAPSHOT ->
                holder.decision() == null
                        || switch (holder.decision().state()) {
                            case COMMITTED, EXPIRED -> holder.namesOwner();
                            case DELETED -> holder.namesOwner() && holder.sweeping();
                            case ABORTED -> false;
                        };
        };
    }
}
