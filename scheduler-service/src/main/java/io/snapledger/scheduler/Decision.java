package io.snapledger.scheduler;

import java.util.List;

/**
 * What became of an event.
 *
 * @param state the state from now on; the same instance if nothing changed
 * @param effects in the order to execute them
 */
public record Decision(SchedulerState state, List<Effect> effects) {
    public Decision {
        effects = List.copyOf(effects);
    }
}
