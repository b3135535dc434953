package io.snapledger.standalone.simulation;

import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.EventType;
import io.snapledger.scheduler.BackupDecider;
import io.snapledger.scheduler.Decision;
import io.snapledger.scheduler.Effect;
import io.snapledger.scheduler.SchedulerState;
import io.snapledger.scheduler.Triggers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One of two schedulers on the same ledger, each with its own order of reading. */
final class SchedulerActor {

    private static final int WINDOW = 5;

    private final World world;
    private final BackupDecider decider;
    private final Set<String> remembered = new HashSet<>();
    final List<Event<?>> pending = new ArrayList<>();
    private SchedulerState state;

    SchedulerActor(World world, BackupDecider decider, Instant start) {
        this.world = world;
        this.decider = decider;
        this.state = SchedulerState.startingAt(start);
    }

    Instant now() {
        return state.watch().now();
    }

    boolean isIdle() {
        return state.open().isEmpty();
    }

    /** Reads one event: any of the next few, but those of one subject and topic in their order. False: there is none. */
    boolean read() {
        if (pending.isEmpty()) {
            return false;
        }
        int index = world.luck.below(Math.min(WINDOW, pending.size()));
        Event<?> event = pending.get(index);
        for (int i = 0; i < index; i++) {
            Event<?> earlier = pending.get(i);
            if (EventType.of(earlier.data()) == EventType.of(event.data())
                    && earlier.subject().equals(event.subject())) {
                index = i;
                event = earlier;
                break;
            }
        }
        if (world.calm || !world.luck.percent(5)) { // else it will be read once more
            pending.remove(index);
        }
        if (world.bug == Bug.IDS_WITH_TIME && event.data() instanceof BackupTriggered) {
            event = new Event<>(event.id(), event.source(), now(), event.data(), event.extensions());
        }
        boolean seen = Triggers.triggerOf(event).map(remembered::contains).orElse(false);
        Decision decision = decider.decide(state, event, seen);
        state = decision.state();
        for (Effect effect : decision.effects()) {
            if (effect instanceof Effect.Publish publish) {
                world.publish(publish.event());
            } else if (effect instanceof Effect.Remember remember) {
                remembered.add(remember.trigger());
            }
        }
        return true;
    }
}
