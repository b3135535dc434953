package io.snapledger.standalone.simulation;

import io.snapledger.events.DumpFailed;
import io.snapledger.events.Event;
import io.snapledger.events.Nullable;
import io.snapledger.events.Role;
import io.snapledger.events.UploadFailed;
import io.snapledger.repository.Decision.State;
import io.snapledger.repository.protocol.PinJudge;
import io.snapledger.repository.protocol.Step;
import io.snapledger.repository.protocol.SweepDecider;
import io.snapledger.repository.protocol.SweepDecider.Effect;
import io.snapledger.repository.protocol.SweepDecider.Goal;
import java.util.ArrayList;
import java.util.List;

/** Makes a snapshot ABORTED or DELETED in one repository and sweeps it, or goes on with a sweep. */
final class Sweeper implements Actor {

    private final World world;
    private final Goal goal;
    private final int snapshot;
    private final int repository;
    private final DumpFailed asked;
    private Step<SweepDecider.State, Effect> step;
    private Place.Entry read;
    private int stalePins;
    private int earlyPins = -1;
    private List<String> judged = new ArrayList<>();
    private int judging;

    Sweeper(World world, Goal goal, int snapshot, int repository, @Nullable DumpFailed asked) {
        this.world = world;
        this.goal = goal;
        this.snapshot = snapshot;
        this.repository = repository;
        this.asked = asked;
        this.step = SweepDecider.start(goal);
    }

    @Override
    public boolean step() {
        if (asked != null && world.bug == Bug.ABORT_WITHOUT_READING) {
            answerAborted();
            return false;
        }
        if (step.state().done()) {
            if (asked != null) {
                answer();
            }
            return false;
        }
        Effect effect = step.effects().get(0);
        SweepDecider.Event event = execute(effect);
        if (event != null) {
            step = SweepDecider.decide(step.state(), event);
        }
        return true;
    }

    private SweepDecider.Event execute(Effect effect) {
        Place place = world.places[repository];
        int luck = effect instanceof Effect.JudgePins ? 0 : world.call();
        if (luck == 1) {
            return new SweepDecider.Failed("no answer");
        }
        if (effect instanceof Effect.ReadDecision) {
            read = place.decisions[snapshot];
            earlyPins = place.pins[snapshot];
            return new SweepDecider.DecisionRead(read == null ? null : read.view(world.marks));
        }
        if (effect instanceof Effect.WriteMarker) {
            place.sweeping |= 1 << snapshot;
            return new SweepDecider.Done();
        }
        if (effect instanceof Effect.CreateAborted) {
            boolean created = place.create(snapshot, new Place.Entry(State.ABORTED, -1, 0, null, 0), false);
            return luck == 2
                    ? new SweepDecider.Failed("timeout")
                    : created ? new SweepDecider.Won() : new SweepDecider.NotWon();
        }
        if (effect instanceof Effect.ReplaceByDeleted) {
            boolean won = place.replace(
                    snapshot, read.version(), read.in(State.DELETED), world.bug == Bug.CAS_WITHOUT_VERSION);
            return luck == 2
                    ? new SweepDecider.Failed("timeout")
                    : won ? new SweepDecider.Won() : new SweepDecider.NotWon();
        }
        if (effect instanceof Effect.ListPins) {
            stalePins = listPins(place);
            return new SweepDecider.PinsListed(holders(stalePins));
        }
        if (effect instanceof Effect.JudgePins judge) {
            return judge(judge.holders());
        }
        if (effect instanceof Effect.DeleteSegments) {
            place.segments[snapshot] = 0;
            return new SweepDecider.SegmentsDeleted(1);
        }
        if (effect instanceof Effect.DropPins) {
            place.pins[snapshot] &= ~stalePins;
            return new SweepDecider.Done();
        }
        if (effect instanceof Effect.DropOwnPins) {
            for (int owner = 0; owner < World.SNAPSHOTS; owner++) {
                place.pins[owner] &= ~(1 << snapshot);
            }
            return new SweepDecider.Done();
        }
        place.sweeping &= ~(1 << snapshot);
        if (world.bug == Bug.DECISION_REMOVED) {
            place.decisions[snapshot] = null;
        }
        return new SweepDecider.Done();
    }

    private int listPins(Place place) {
        return switch (world.bug) {
            case PINS_NOT_LISTED -> 0;
            case PINS_LISTED_BEFORE_WIN -> earlyPins;
            default -> place.pins[snapshot];
        };
    }

    private static List<String> holders(int pins) {
        List<String> holders = new ArrayList<>();
        for (int holder = 0; pins >> holder != 0; holder++) {
            if ((pins >> holder & 1) != 0) {
                holders.add(Integer.toString(holder));
            }
        }
        return holders;
    }

    /** One holder at a time: the world goes on between. Null while there are more. */
    private SweepDecider.Event judge(List<String> holders) {
        Place place = world.places[repository];
        int holder = Integer.parseInt(holders.get(judging));
        PinJudge.Holder facts;
        if (holder >= World.SNAPSHOTS) {
            boolean over = (world.restoresOver >> (holder - World.SNAPSHOTS) & 1) != 0;
            facts = new PinJudge.Holder(PinJudge.Kind.RESTORE, over, null, false, false);
        } else {
            Place.Entry entry = place.decisions[holder];
            boolean names = entry != null && (entry.owners() >> snapshot & 1) != 0;
            facts = new PinJudge.Holder(
                    PinJudge.Kind.SNAPSHOT,
                    false,
                    entry == null ? null : entry.view(world.marks),
                    names,
                    (place.sweeping >> holder & 1) != 0);
        }
        if (PinJudge.live(facts)) {
            judged.add(holders.get(judging));
        }
        judging++;
        if (judging < holders.size()) {
            return null;
        }
        List<String> live = judged;
        judged = new ArrayList<>();
        judging = 0;
        return new SweepDecider.PinsJudged(live);
    }

    private void answer() {
        SweepDecider.Outcome outcome = step.state().outcome();
        if (outcome instanceof SweepDecider.Outcome.Unavailable) {
            world.actors.add(new Sweeper(world, goal, snapshot, repository, asked));
            return;
        }
        Place.Entry entry = world.places[repository].decisions[snapshot];
        if (entry != null && entry.attempt() >= 0) {
            Services.finished(world, world.attempts[snapshot][entry.attempt()], repository);
        } else if (entry != null) {
            answerAborted();
        }
    }

    private void answerAborted() {
        world.publish(Event.of(
                Role.STORAGE,
                world.schedulers.get(0).now(),
                new UploadFailed(
                        asked.backup(),
                        asked.snapshot(),
                        asked.store(),
                        World.NAMES[repository],
                        asked.attempt() == null ? "-" : asked.attempt(),
                        "aborted",
                        "m",
                        "ABORTED")));
    }

    @Override
    public Actor afterCrash() {
        return asked == null && goal != Goal.RECOVER ? null : new Sweeper(world, goal, snapshot, repository, asked);
    }
}
