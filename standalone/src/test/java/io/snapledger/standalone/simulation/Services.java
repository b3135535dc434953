package io.snapledger.standalone.simulation;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.Role;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.Decision.State;
import io.snapledger.repository.protocol.CommitDecider;
import io.snapledger.repository.protocol.CommitDecider.Effect;
import io.snapledger.repository.protocol.DecisionView;
import io.snapledger.repository.protocol.Step;
import java.util.ArrayList;
import java.util.List;

/** What dump-service and storage-service do when they hear of something. */
final class Services {

    private Services() {}

    /** An event reaches the services that read it. */
    static void hear(World world, Event<?> event) {
        EventData data = event.data();
        if (data instanceof DumpRequested order) {
            int snapshot = world.snapshotOf(order.snapshot());
            int attempt = snapshot < 0 ? -1 : freeAttempt(world, snapshot);
            if (attempt >= 0) {
                world.actors.add(new Writer(world, order, snapshot, attempt));
            }
        } else if (data instanceof DumpCompleted dump) {
            int snapshot = world.snapshotOf(dump.snapshot());
            for (int attempt = 0; attempt < Place.ATTEMPTS; attempt++) {
                Writer writer = world.attempts[snapshot][attempt];
                if (writer != null && writer.name().equals(dump.attempt())) {
                    for (int repository = 0; repository < World.REPOSITORIES; repository++) {
                        world.actors.add(new Committer(world, writer, repository));
                    }
                }
            }
        } else if (data instanceof DumpFailed failure
                && failure.isFinal()
                && world.snapshotOf(failure.snapshot()) >= 0) {
            for (int repository = 0; repository < World.REPOSITORIES; repository++) {
                world.actors.add(new Sweeper(
                        world,
                        io.snapledger.repository.protocol.SweepDecider.Goal.ABORT,
                        world.snapshotOf(failure.snapshot()),
                        repository,
                        failure));
            }
        }
    }

    private static int freeAttempt(World world, int snapshot) {
        int next = world.nextAttempt[snapshot];
        if (next >= Place.ATTEMPTS) {
            return -1;
        }
        world.nextAttempt[snapshot]++;
        return next;
    }

    /** Copies one segment from staging as soon as it hears of it. */
    static final class Puller implements Actor {
        private final World world;
        private final Writer writer;
        private final int segment;
        private final int repository;
        private int phase;

        Puller(World world, Writer writer, int segment, int repository) {
            this.world = world;
            this.writer = writer;
            this.segment = segment;
            this.repository = repository;
        }

        @Override
        public boolean step() {
            int bit = Place.bit(writer.attempt, segment);
            Place place = world.places[repository];
            if (phase == 0) {
                Place.Entry decision = place.decisions[writer.snapshot];
                boolean late = decision != null && decision.attempt() != writer.attempt;
                if (late || (world.staging[writer.snapshot] & bit) == 0) {
                    return false;
                }
                if (world.bug == Bug.ACK_BEFORE_PUT) {
                    acknowledge(world, writer.snapshot, repository, bit);
                }
                phase = 1;
                return true;
            }
            if (world.call() != 1) {
                place.segments[writer.snapshot] |= bit;
                acknowledge(world, writer.snapshot, repository, bit);
            }
            return false;
        }

        @Override
        public Actor afterCrash() {
            return null; // only a hint
        }
    }

    /** Staging lets a segment go when every repository has it. */
    static void acknowledge(World world, int snapshot, int repository, int bits) {
        world.acknowledged[snapshot][repository] |= bits;
        int everywhere = -1;
        for (int each : world.acknowledged[snapshot]) {
            everywhere &= each;
        }
        world.staging[snapshot] &= ~everywhere;
    }

    /** Commits an attempt in one repository. */
    static final class Committer implements Actor {
        private final World world;
        private final Writer writer;
        private final int repository;
        private Step<CommitDecider.State, Effect> step;
        private boolean answered;

        Committer(World world, Writer writer, int repository) {
            this.world = world;
            this.writer = writer;
            this.repository = repository;
            this.step = CommitDecider.start(world.marks[writer.attempt]);
        }

        @Override
        public boolean step() {
            if (step.state().done()) {
                return answer();
            }
            step = CommitDecider.decide(step.state(), execute(step.effects().get(0)));
            return true;
        }

        private CommitDecider.Event execute(Effect effect) {
            Place place = world.places[repository];
            int snapshot = writer.snapshot;
            int luck = world.call();
            if (luck == 1) {
                return new CommitDecider.Failed("no answer");
            }
            if (effect instanceof Effect.ReadDecision) {
                Place.Entry entry = place.decisions[snapshot];
                return new CommitDecider.DecisionRead(entry == null ? null : entry.view(world.marks));
            }
            if (effect instanceof Effect.ListAttempt) {
                List<Integer> missing = new ArrayList<>();
                for (int segment = 0; segment < Place.SEGMENTS && world.bug != Bug.COMMIT_WITHOUT_CHECK; segment++) {
                    if ((place.segments[snapshot] & Place.bit(writer.attempt, segment)) == 0) {
                        missing.add(segment + 1);
                    }
                }
                return new CommitDecider.Listed(missing);
            }
            if (effect instanceof Effect.Fetch fetch) {
                for (int number : fetch.numbers()) {
                    int bit = Place.bit(writer.attempt, number - 1);
                    if ((world.staging[snapshot] & bit) != 0) {
                        place.segments[snapshot] |= bit;
                        acknowledge(world, snapshot, repository, bit);
                    }
                }
                return new CommitDecider.Fetched();
            }
            if (effect instanceof Effect.CheckOwners) {
                return new CommitDecider.OwnersChecked(ownerProblem(place));
            }
            if (effect instanceof Effect.CheckKeys) {
                return new CommitDecider.KeysChecked(null);
            }
            if (effect instanceof Effect.CreateDecision) {
                return create(place, luck == 2);
            }
            place.segments[snapshot] &= ~Place.all(writer.attempt);
            return new CommitDecider.Swept();
        }

        private CommitDecider.Event create(Place place, boolean answerLost) {
            Place.Entry entry =
                    new Place.Entry(State.COMMITTED, writer.attempt, writer.owners, writer.ownerAttempts, 0);
            boolean created = place.create(writer.snapshot, entry, world.bug == Bug.OVERWRITING_CREATE);
            if (world.bug == Bug.UNPIN_AT_COMMIT && created) {
                for (int owner = 0; owner < World.SNAPSHOTS; owner++) {
                    place.pins[owner] &= ~(1 << writer.snapshot);
                }
            }
            if (answerLost && world.bug == Bug.UNKNOWN_MEANS_LOST) {
                place.segments[writer.snapshot] &= ~Place.all(writer.attempt);
            }
            return answerLost
                    ? new CommitDecider.Failed("timeout")
                    : created ? new CommitDecider.Created() : new CommitDecider.Exists();
        }

        private String ownerProblem(Place place) {
            for (int owner = 0; owner < World.SNAPSHOTS; owner++) {
                if ((writer.owners >> owner & 1) == 0) {
                    continue;
                }
                int needed = Place.all(writer.ownerAttempts[owner]);
                if ((place.pins[owner] >> writer.snapshot & 1) == 0 || (place.segments[owner] & needed) != needed) {
                    return "owner " + owner;
                }
            }
            return null;
        }

        private boolean answer() {
            if (answered) {
                return false;
            }
            answered = true;
            CommitDecider.Outcome outcome = step.state().outcome();
            if (outcome instanceof CommitDecider.Outcome.Unavailable) {
                world.actors.add(new Committer(world, writer, repository)); // asked again later
                return false;
            }
            if (outcome instanceof CommitDecider.Outcome.Won) {
                finished(world, writer, repository);
                acknowledge(world, writer.snapshot, repository, Place.all(writer.attempt));
            } else {
                DecisionView decision = outcome instanceof CommitDecider.Outcome.Lost lost ? lost.decision() : null;
                String reason = outcome instanceof CommitDecider.Outcome.SegmentsLost
                        ? "segment-lost"
                        : outcome instanceof CommitDecider.Outcome.OwnerGone
                                ? "owner-gone"
                                : decision != null && decision.state() == State.ABORTED
                                        ? "aborted"
                                        : "lost-to-other-attempt";
                world.publish(Event.of(
                        Role.STORAGE,
                        world.schedulers.get(0).now(),
                        new UploadFailed(
                                writer.order.backup(),
                                writer.order.snapshot(),
                                writer.order.store(),
                                World.NAMES[repository],
                                writer.name(),
                                reason,
                                "m",
                                decision == null ? "NONE" : decision.state().name())));
            }
            return false;
        }

        @Override
        public Actor afterCrash() {
            return new Committer(world, writer, repository); // the record was not acknowledged
        }
    }

    static void finished(World world, Writer writer, int repository) {
        world.publish(Event.of(
                Role.STORAGE,
                world.schedulers.get(0).now(),
                new UploadFinished(
                        writer.order.backup(),
                        writer.order.snapshot(),
                        writer.order.plan(),
                        writer.order.store(),
                        World.NAMES[repository],
                        writer.name(),
                        1,
                        1,
                        0,
                        null,
                        writer.order.order().dueAt())));
    }
}
