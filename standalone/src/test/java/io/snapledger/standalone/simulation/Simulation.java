package io.snapledger.standalone.simulation;

import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;
import io.snapledger.events.Identities;
import io.snapledger.events.Outcome;
import io.snapledger.events.Role;
import io.snapledger.events.SchedulerTick;
import io.snapledger.events.TriggerReason;
import io.snapledger.repository.Decision.State;
import io.snapledger.scheduler.BackupDecider;
import io.snapledger.scheduler.Overlap;
import io.snapledger.scheduler.Plan;
import io.snapledger.scheduler.Plans;
import io.snapledger.scheduler.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One schedule: three backups of a store into two repositories by two schedulers, with writers that crash or go on as zombies, lost
 * answers, repeated and reordered events, deduplication, expiry, deletion and restores, all at once; then calm, in which everything
 * must come to its end. The same seed gives the same schedule.
 */
final class Simulation {

    private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
    private static final String INSTALLATION = "simulated";
    private static final Timing TIMING = new Timing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofSeconds(60),
            Duration.ofMinutes(3),
            Duration.ZERO);
    private static final Plans PLANS = new Plans(
            List.of(new Plan(
                    "plan",
                    Optional.empty(),
                    List.of(new Plan.PlanStore("store", "files")),
                    List.of(World.NAMES),
                    Overlap.QUEUE,
                    true,
                    2,
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(4))),
            List.of());
    private static final BackupDecider DECIDER = new BackupDecider(INSTALLATION, PLANS, TIMING);
    private static final int MOST_STEPS = 6000;

    private final World world;
    private final Visitors visitors;
    private Instant clock = START;
    private int triggered;
    /** Stand still while all others go on: processes that were stopped, machines that slept. */
    private final List<Actor> frozen = new ArrayList<>();

    private Simulation(long seed, Bug bug) {
        world = new World(seed, bug);
        visitors = new Visitors(world, this::finishActors);
        world.schedulers.add(new SchedulerActor(world, DECIDER, START));
        world.schedulers.add(new SchedulerActor(world, DECIDER, START));
    }

    /** Runs a schedule; what was violated, if anything. */
    static Optional<String> run(long seed, Bug bug) {
        return Optional.ofNullable(new Simulation(seed, bug).run());
    }

    private String run() {
        prelude();
        int storm = 40 + world.luck.below(160);
        for (int i = 0; i < storm && world.violation == null; i++) {
            storm();
            look();
        }
        while (triggered < World.SNAPSHOTS) {
            trigger();
        }
        comeToRest();
        if (world.luck.percent(50)) {
            visitors.retire();
        }
        if (world.violation == null) {
            visitors.tidy();
        }
        if (world.violation == null) {
            end();
        }
        return world.violation;
    }

    /** Some schedules begin with snapshots that were made in peace: the storm is then about what becomes of them. */
    private void prelude() {
        for (int ready = world.luck.below(World.SNAPSHOTS); ready > 0; ready--) {
            trigger();
            comeToRest();
        }
        world.calm = false;
    }

    private void comeToRest() {
        thaw();
        world.calm = true;
        for (int i = 0; !atRest() && world.violation == null; i++) {
            if (i > MOST_STEPS) {
                world.violated("not at rest after " + MOST_STEPS + " calm steps");
            }
            calm();
            look();
        }
    }

    private void look() {
        for (Place place : world.places) {
            String violation = place.check();
            if (violation != null) {
                world.violated(violation);
            }
        }
        for (int snapshot = 0; snapshot < World.SNAPSHOTS; snapshot++) {
            for (Writer writer : world.attempts[snapshot]) {
                if (writer != null) {
                    lookForLoss(writer);
                }
            }
        }
    }

    /** As long as nothing is decided, what was sealed is in staging or in the repository. */
    private void lookForLoss(Writer writer) {
        for (Place place : world.places) {
            int held = world.staging[writer.snapshot] | place.segments[writer.snapshot];
            boolean whole = (held & Place.all(writer.attempt)) == Place.all(writer.attempt);
            if (!whole && place.decisions[writer.snapshot] == null) {
                world.violated("sealed bytes are neither in staging nor in the repository");
            }
        }
    }

    private void storm() {
        if (!frozen.isEmpty() && world.luck.percent(3)) {
            world.actors.add(frozen.remove(world.luck.below(frozen.size())));
        }
        int dice = world.luck.below(100);
        if (dice < 4 && triggered < World.SNAPSHOTS) {
            trigger();
        } else if (dice < 8) {
            tick();
        } else if (dice < 24) {
            visitors.someoneComes();
        } else if (dice < 50) {
            world.schedulers.get(world.luck.below(2)).read();
        } else if (!world.actors.isEmpty()) {
            burst();
        }
    }

    /** One actor goes on for a while, the others stand still: what happens when a thread is not scheduled. */
    private void burst() {
        int index = world.luck.below(world.actors.size());
        if (world.stormy && world.luck.percent(4)) {
            crash(index);
            return;
        }
        Actor actor = world.actors.get(index);
        if (world.luck.percent(actor instanceof Writer || actor instanceof Sweeper ? 12 : 3)) {
            frozen.add(world.actors.remove(index));
            return;
        }
        for (int i = world.luck.below(world.luck.percent(30) ? 40 : 6); i >= 0 && world.violation == null; i--) {
            if (!actor.step()) {
                world.actors.remove(actor);
                return;
            }
            look();
        }
    }

    private void thaw() {
        world.actors.addAll(frozen);
        frozen.clear();
    }

    private void crash(int index) {
        Actor next = world.actors.remove(index).afterCrash();
        if (next != null) {
            world.actors.add(next);
        }
    }

    private void calm() {
        boolean read = world.schedulers.get(0).read() | world.schedulers.get(1).read();
        if (!world.actors.isEmpty()) {
            act();
        } else if (!read) {
            tick();
        }
    }

    private boolean atRest() {
        return world.actors.isEmpty()
                && world.completed.size() == triggered
                && world.schedulers.stream().allMatch(scheduler -> scheduler.pending.isEmpty() && scheduler.isIdle());
    }

    private void finishActors() {
        while (!world.actors.isEmpty() && world.violation == null) {
            act();
            look();
        }
        look();
    }

    private void act() {
        Actor actor = world.actors.get(world.luck.below(world.actors.size()));
        if (!actor.step()) {
            world.actors.remove(actor);
        }
    }

    /** Each platform's trigger is sent twice. */
    private void trigger() {
        int index = triggered++;
        Instant time = START.plusSeconds(index + 1L);
        Event<BackupTriggered> event = new Event<>(
                "trigger-" + index,
                "platform",
                time,
                new BackupTriggered("plan", TriggerReason.EVENT, null, List.of(), List.of(), null, null),
                Map.of());
        String backup = Identities.triggeredBackup(INSTALLATION, "plan", time, event.source(), event.id());
        world.backupIds[index] = backup;
        world.snapshotIds[index] = Identities.snapshot(backup, INSTALLATION, "store");
        world.schedulers.forEach(scheduler -> {
            scheduler.pending.add(event);
            scheduler.pending.add(event);
        });
    }

    private void tick() {
        clock = clock.plusSeconds(5);
        Event<SchedulerTick> tick = Event.of(Role.SCHEDULER, clock, new SchedulerTick("-", clock));
        world.schedulers.forEach(scheduler -> scheduler.pending.add(tick));
    }

    private void end() {
        for (int snapshot = 0; snapshot < World.SNAPSHOTS; snapshot++) {
            BackupCompleted end = world.completed.get(world.backupIds[snapshot]);
            Place.Entry first = world.places[0].decisions[snapshot];
            boolean made = first != null && first.attempt() >= 0;
            if (end.outcome() == Outcome.COMPLETE && !made) {
                world.violated("a backup is complete without a snapshot");
            } else if (end.outcome() == Outcome.FAILED && made) {
                world.violated("a backup is failed although its snapshot is there");
            }
            for (Place place : world.places) {
                Place.Entry entry = place.decisions[snapshot];
                boolean swept = entry != null
                        && (entry.state() == State.ABORTED || entry.state() == State.DELETED)
                        && (place.sweeping >> snapshot & 1) == 0;
                if (swept && entry.state() == State.DELETED && place.segments[snapshot] != 0) {
                    world.violated("bytes of a deleted snapshot are left without a marker");
                }
            }
        }
    }
}
