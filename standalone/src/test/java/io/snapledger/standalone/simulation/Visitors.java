package io.snapledger.standalone.simulation;

import io.snapledger.repository.Decision.State;
import io.snapledger.repository.protocol.ExpiryDecider;
import io.snapledger.repository.protocol.SweepDecider.Goal;

/** Sends whoever comes to snapshots that are there: restores, expiry, deletion, recovery, the janitor. */
final class Visitors {

    private final World world;
    private final Runnable untilAllAreDone;
    private int restores;

    /** @param untilAllAreDone lets everyone at work come to an end, and looks for violations */
    Visitors(World world, Runnable untilAllAreDone) {
        this.world = world;
        this.untilAllAreDone = untilAllAreDone;
    }

    void someoneComes() {
        int snapshot = world.luck.below(World.SNAPSHOTS);
        int repository = world.luck.below(World.REPOSITORIES);
        Place.Entry entry = world.places[repository].decisions[snapshot];
        switch (world.luck.below(7)) {
            case 0, 1 -> {
                if (restores < World.RESTORES && entry != null) {
                    world.actors.add(new Restorer(world, restores++, snapshot, repository));
                }
            }
            case 2, 3, 4 -> retain(entry, snapshot, repository);
            default -> {
                if ((world.places[repository].sweeping >> snapshot & 1) != 0) {
                    world.actors.add(new Sweeper(world, Goal.RECOVER, snapshot, repository, null));
                } else if (world.bug == Bug.SWEEP_OF_UNDECIDED && entry == null) {
                    world.places[repository].segments[snapshot] = 0;
                }
            }
        }
    }

    private void retain(Place.Entry entry, int snapshot, int repository) {
        if (entry == null) {
            return;
        }
        if (entry.state() == State.COMMITTED) {
            world.actors.add(new Expirer(world, ExpiryDecider.Goal.EXPIRE, snapshot, repository));
        } else if (entry.state() == State.EXPIRED) {
            world.actors.add(
                    world.luck.percent(15) && world.stormy
                            ? new Expirer(world, ExpiryDecider.Goal.UNDELETE, snapshot, repository)
                            : new Sweeper(world, Goal.DELETE, snapshot, repository, null));
        }
    }

    /** Retention comes for everything but the newest snapshot, in any order, with nobody else at work. */
    void retire() {
        for (int i = 0; i < 4 * World.SNAPSHOTS * World.REPOSITORIES && world.violation == null; i++) {
            int snapshot = world.luck.below(World.SNAPSHOTS - 1);
            int repository = world.luck.below(World.REPOSITORIES);
            retain(world.places[repository].decisions[snapshot], snapshot, repository);
            untilAllAreDone.run();
        }
    }

    /** What recovery and the janitor find is swept, as often as pins of the swept ones have to go first. */
    void tidy() {
        world.restoresOver = -1;
        for (int round = 0; round < World.SNAPSHOTS + 1; round++) {
            for (int repository = 0; repository < World.REPOSITORIES; repository++) {
                for (int snapshot = 0; snapshot < World.SNAPSHOTS; snapshot++) {
                    if (isToSweep(world.places[repository], snapshot)) {
                        world.actors.add(new Sweeper(world, Goal.RECOVER, snapshot, repository, null));
                    }
                }
            }
            untilAllAreDone.run();
        }
        for (Place place : world.places) {
            for (int snapshot = 0; snapshot < World.SNAPSHOTS; snapshot++) {
                Place.Entry entry = place.decisions[snapshot];
                if (entry != null) { // the janitor: attempts that a final or another decision has passed over
                    int kept = entry.attempt() >= 0 ? Place.all(entry.attempt()) : 0;
                    if (entry.state() != State.DELETED) {
                        place.segments[snapshot] &= kept;
                    }
                }
            }
        }
        untilAllAreDone.run();
    }

    /** A marker, or bytes that came late for a snapshot whose decision is final. */
    private static boolean isToSweep(Place place, int snapshot) {
        Place.Entry entry = place.decisions[snapshot];
        boolean late = entry != null
                && (entry.state() == State.DELETED || entry.state() == State.ABORTED)
                && place.segments[snapshot] != 0;
        return late || (place.sweeping >> snapshot & 1) != 0;
    }
}
