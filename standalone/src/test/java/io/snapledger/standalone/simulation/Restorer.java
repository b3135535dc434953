package io.snapledger.standalone.simulation;

import io.snapledger.repository.protocol.PinnedReadDecider;
import io.snapledger.repository.protocol.PinnedReadDecider.Effect;
import io.snapledger.repository.protocol.Step;

/** Pins a snapshot, reads all it needs, unpins. */
final class Restorer implements Actor {

    private final World world;
    private final int index;
    private final int snapshot;
    private final Place place;
    private Step<PinnedReadDecider.State, Effect> step = PinnedReadDecider.start();
    private Place.Entry entry;
    private int toRead = -1;

    Restorer(World world, int index, int snapshot, int repository) {
        this.world = world;
        this.index = index;
        this.snapshot = snapshot;
        this.place = world.places[repository];
        if (world.bug == Bug.PIN_AFTER_READ) {
            entry = place.decisions[snapshot];
        }
    }

    @Override
    public boolean step() {
        if (!step.state().done()) {
            step = PinnedReadDecider.decide(step.state(), execute(step.effects().get(0)));
            return true;
        }
        if (!step.state().readable() || toRead >= World.SNAPSHOTS) {
            place.pins[snapshot] &= ~holder();
            return false;
        }
        read(toRead);
        toRead++;
        return true;
    }

    private PinnedReadDecider.Event execute(Effect effect) {
        int luck = world.call();
        if (luck == 1) {
            return new PinnedReadDecider.Failed("no answer");
        }
        switch (effect) {
            case PIN -> {
                if (world.bug != Bug.NO_PIN) {
                    place.pins[snapshot] |= holder();
                }
                return luck == 2 ? new PinnedReadDecider.Failed("timeout") : new PinnedReadDecider.Done();
            }
            case READ_DECISION -> {
                if (world.bug != Bug.PIN_AFTER_READ) {
                    entry = place.decisions[snapshot];
                }
                return new PinnedReadDecider.DecisionRead(entry == null ? null : entry.view(world.marks));
            }
            default -> {
                place.pins[snapshot] &= ~holder();
                return new PinnedReadDecider.Done();
            }
        }
    }

    /** -1: its own segments; then those of each owner. */
    private void read(int which) {
        int from = which < 0 ? snapshot : which;
        int needed = which < 0
                ? Place.all(entry.attempt())
                : (entry.owners() >> which & 1) == 0 ? 0 : Place.all(entry.ownerAttempts()[which]);
        if ((place.segments[from] & needed) != needed) {
            world.violated("a pinned restore of snapshot " + snapshot + " misses segments of " + from);
        }
    }

    private int holder() {
        return 1 << (World.SNAPSHOTS + index);
    }

    @Override
    public Actor afterCrash() {
        world.restoresOver |= 1 << index; // its pin stays until its deadline, which comes now
        return null;
    }
}
