package io.snapledger.standalone.simulation;

import io.snapledger.repository.Decision.State;
import io.snapledger.repository.protocol.ExpiryDecider;
import io.snapledger.repository.protocol.ExpiryDecider.Goal;
import io.snapledger.repository.protocol.Step;

/** Expires a snapshot in one repository, or takes that back. */
final class Expirer implements Actor {

    private final World world;
    private final int snapshot;
    private final int repository;
    private final State to;
    private Step<ExpiryDecider.State, ExpiryDecider.Effect> step;
    private Place.Entry read;

    Expirer(World world, Goal goal, int snapshot, int repository) {
        this.world = world;
        this.snapshot = snapshot;
        this.repository = repository;
        this.to = goal == Goal.EXPIRE ? State.EXPIRED : State.COMMITTED;
        this.step = ExpiryDecider.start(goal);
    }

    @Override
    public boolean step() {
        if (step.state().done()) {
            return false;
        }
        Place place = world.places[repository];
        int luck = world.call();
        ExpiryDecider.Event event;
        if (luck == 1) {
            event = new ExpiryDecider.Failed("no answer");
        } else if (step.effects().get(0) == ExpiryDecider.Effect.READ_DECISION) {
            read = place.decisions[snapshot];
            event = new ExpiryDecider.DecisionRead(read == null ? null : read.view(world.marks));
        } else {
            boolean done = place.replace(snapshot, read.version(), read.in(to), false);
            event = luck == 2 ? new ExpiryDecider.Failed("timeout") : new ExpiryDecider.Replaced(done);
        }
        step = ExpiryDecider.decide(step.state(), event);
        return true;
    }

    @Override
    public Actor afterCrash() {
        return null;
    }
}
