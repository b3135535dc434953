package io.snapledger.standalone.simulation;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.ManifestReference;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.Role;
import io.snapledger.events.SealedContent;
import io.snapledger.repository.Decision.State;
import io.snapledger.repository.protocol.BaseDecider;
import io.snapledger.repository.protocol.Step;
import java.util.ArrayList;
import java.util.List;

/** An attempt of dump-service: claims, makes its base safe, stages two segments, seals. */
final class Writer implements Actor {

    private static final ManifestReference MANIFEST = new ManifestReference(2, 1, 1, "0".repeat(64));
    private static final ObjectReference LIST = new ObjectReference(1, "0".repeat(64));

    private final World world;
    final DumpRequested order;
    final int snapshot;
    final int attempt;
    int owners;
    final int[] ownerAttempts = new int[World.SNAPSHOTS];
    boolean sealed;
    private int phase;
    private int baseSnapshot = -1;
    private Place.Entry base;
    private Step<BaseDecider.State, BaseDecider.Effect> step;

    Writer(World world, DumpRequested order, int snapshot, int attempt) {
        this.world = world;
        this.order = order;
        this.snapshot = snapshot;
        this.attempt = attempt;
    }

    String name() {
        return world.marks[attempt].attempt();
    }

    @Override
    public boolean step() {
        switch (phase) {
            case 0 -> {
                world.publish(Event.of(
                        Role.DUMP,
                        world.schedulers.get(0).now(),
                        new DumpStarted(order.backup(), order.snapshot(), order.store(), name(), "w")));
                phase = 1;
            }
            case 1 -> chooseBase();
            case 2 -> makeSafe();
            case 3 -> stage(0);
            case 4 -> stage(1);
            case 5 -> seal();
            default -> {
                return false;
            }
        }
        return phase <= 5;
    }

    private void chooseBase() {
        phase = 3;
        for (int other = World.SNAPSHOTS - 1; other >= 0; other--) {
            Place.Entry first = world.places[0].decisions[other];
            Place.Entry second = world.places[1].decisions[other];
            if (other != snapshot
                    && first != null
                    && second != null
                    && first.state() == State.COMMITTED
                    && second.state() == State.COMMITTED
                    && first.attempt() == second.attempt()) {
                baseSnapshot = other;
                base = first;
                List<String> names = new ArrayList<>();
                names.add(Integer.toString(other));
                for (int owner = 0; owner < World.SNAPSHOTS; owner++) {
                    if ((first.owners() >> owner & 1) != 0) {
                        names.add(Integer.toString(owner));
                    }
                }
                step = BaseDecider.start(world.marks[first.attempt()], names, World.REPOSITORIES);
                phase = 2;
                return;
            }
        }
    }

    private void makeSafe() {
        if (step.state().done()) {
            if (step.state().usable()) {
                owners = someOf(base.owners() | 1 << baseSnapshot);
                System.arraycopy(base.ownerAttempts(), 0, ownerAttempts, 0, ownerAttempts.length);
                ownerAttempts[baseSnapshot] = base.attempt();
            }
            phase = 3;
            return;
        }
        BaseDecider.Effect effect = step.effects().get(0);
        int luck = world.call();
        BaseDecider.Event answer;
        if (luck == 1) {
            answer = new BaseDecider.Failed();
        } else if (effect instanceof BaseDecider.Effect.Pin pin) {
            world.places[pin.repository()].pins[Integer.parseInt(pin.owner())] |= 1 << snapshot;
            answer = luck == 2 ? new BaseDecider.Failed() : new BaseDecider.Pinned();
        } else {
            int repository = ((BaseDecider.Effect.ReadDecision) effect).repository();
            Place.Entry now = world.bug == Bug.SKIPPED_REREAD ? base : world.places[repository].decisions[baseSnapshot];
            answer = new BaseDecider.DecisionRead(now == null ? null : now.view(world.marks));
        }
        step = BaseDecider.decide(step.state(), answer);
    }

    /** Of the snapshots that may be referred to, those whose chunks come up again. */
    private int someOf(int snapshots) {
        int some = 0;
        for (int owner = 0; owner < World.SNAPSHOTS; owner++) {
            if ((snapshots >> owner & 1) != 0 && world.luck.percent(75)) {
                some |= 1 << owner;
            }
        }
        return some;
    }

    private void stage(int segment) {
        world.staging[snapshot] |= Place.bit(attempt, segment);
        for (int repository = 0; repository < World.REPOSITORIES; repository++) {
            if (world.luck.percent(60)) { // a hint; some are lost
                world.actors.add(new Services.Puller(world, this, segment, repository));
            }
        }
        phase++;
    }

    private void seal() {
        sealed = true;
        world.attempts[snapshot][attempt] = this;
        phase = 6;
        announce();
    }

    /** What a restarted worker finds in its journal is announced again. */
    void announce() {
        world.publish(Event.of(
                Role.DUMP,
                world.schedulers.get(0).now(),
                new DumpCompleted(
                        order.order(),
                        new SealedContent(
                                name(),
                                "0".repeat(16),
                                MANIFEST,
                                LIST,
                                List.of(),
                                List.of(),
                                2,
                                1,
                                1,
                                1,
                                0,
                                null,
                                "t",
                                "s",
                                order.order().dueAt(),
                                order.order().dueAt()),
                        "w",
                        List.of(),
                        List.of(),
                        List.of())));
    }

    @Override
    public Actor afterCrash() {
        if (sealed) {
            return null;
        }
        world.staging[snapshot] &= ~Place.all(attempt); // only what is sealed outlives a restart
        if (world.luck.percent(50)) { // else nobody says so, and the heart's silence must
            world.publish(Event.of(
                    Role.DUMP,
                    world.schedulers.get(0).now(),
                    new DumpFailed(order.order(), name(), "worker-restarted", "crashed", true, false)));
        }
        return null;
    }
}
