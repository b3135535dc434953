package io.snapledger.scheduler;

import static io.snapledger.scheduler.DeciderScript.INSTALLATION;
import static io.snapledger.scheduler.DeciderScript.START;
import static io.snapledger.scheduler.DeciderScript.nightly;
import static io.snapledger.scheduler.DeciderScript.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.events.BackupPlanned;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A log is read in whatever order its topics come, and the state is what it was. */
class ReplayTest {

    private static final Plan QUEUED =
            plan("nightly", Overlap.QUEUE, 3, List.of("main"), "orders", "shop", "git-config");

    @Test
    void theStateRebuiltFromTheLogInAnyOrderIsTheStateThatWasAndNothingIsPublishedTwice() {
        DeciderScript life = eventfulLife();
        Map<String, String> expected = phases(life.state);

        for (int seed = 0; seed < 200; seed++) {
            List<Event<?>> log = new ArrayList<>(life.log());
            Collections.shuffle(log, new Random(seed));

            Rebuilt rebuilt = rebuild(log, QUEUED);

            assertThat(phases(rebuilt.state)).as("seed %d", seed).isEqualTo(expected);
            assertThat(rebuilt.state.queued()).as("seed %d", seed).isEqualTo(life.state.queued());
            assertThat(rebuilt.state.lastDue()).isEqualTo(life.state.lastDue());
            assertThat(rebuilt.remembered).as("seed %d", seed).isEqualTo(life.remembered);
            assertThat(rebuilt.published).as("seed %d", seed).isEmpty();
        }
    }

    @Test
    void whatWasDecidedAndNotPublishedBeforeTheCrashIsPublishedNow() {
        DeciderScript life = new DeciderScript(nightly("orders", "shop")).triggered("keptn", "1");
        List<Event<?>> log = new ArrayList<>(life.log());
        log.removeIf(event ->
                event.data() instanceof DumpRequested request && request.store().equals("shop"));

        Rebuilt rebuilt = rebuild(log, nightly("orders", "shop"));

        assertThat(rebuilt.published).singleElement().satisfies(event -> assertThat(event.data())
                .isInstanceOfSatisfying(DumpRequested.class, request -> assertThat(request.store())
                        .isEqualTo("shop")));
    }

    @Test
    void aTriggerThatNobodyReadIsPlanned() {
        DeciderScript life =
                new DeciderScript(nightly("orders")).tick(Duration.ofSeconds(5)).triggered("keptn", "1");
        List<Event<?>> log = new ArrayList<>(life.log());
        log.removeIf(event -> event.data() instanceof BackupPlanned || event.data() instanceof DumpRequested);

        assertThat(rebuild(log, nightly("orders")).published)
                .extracting(event -> event.type().topic())
                .containsExactly("backup.planned", "dump.requested");
    }

    @Test
    void aTriggerThatWasRefusedLongBeforeTheCrashIsNotPlannedNow() {
        DeciderScript life = new DeciderScript().triggered("keptn", "1").pass(Duration.ofMinutes(5));

        Rebuilt rebuilt = rebuild(life.log(), nightly("orders")); // now there is such a plan

        assertThat(rebuilt.published).isEmpty();
        assertThat(rebuilt.remembered).containsExactly("keptn#1");
    }

    @Test
    void aScheduledRunThatWasLeftOutForAnOverlapIsNotPlannedNow() {
        DeciderScript life = new DeciderScript(nightly("orders"))
                .due("nightly", START)
                .due("nightly", START.plusSeconds(3600))
                .pass(Duration.ofMinutes(5));

        Rebuilt rebuilt = rebuild(life.log(), nightly("orders"));

        assertThat(rebuilt.published).isEmpty();
        assertThat(rebuilt.state.open()).hasSize(1);
    }

    @Test
    void aBackupThatEndedLongAgoIsOnlyRemembered() {
        DeciderScript life = new DeciderScript(nightly("orders"))
                .triggered("keptn", "1")
                .started("orders", 1, 7)
                .committed("orders", "main", 1, 7);

        Rebuilt rebuilt = rebuild(life.log(), nightly("orders"));

        assertThat(rebuilt.published).isEmpty();
        assertThat(rebuilt.state.open()).isEmpty();
        assertThat(rebuilt.remembered).containsExactly("keptn#1");
    }

    /** Attempts that died, failed, were stored, cancelled and queued; the ledger holds all that was published. */
    private static DeciderScript eventfulLife() {
        DeciderScript life = new DeciderScript(QUEUED)
                .triggered("keptn", "1")
                .started("orders", 1, 1)
                .committed("orders", "main", 1, 1)
                .committed("shop", "main", 1, 2)
                .committed("git-config", "main", 1, 3); // ended
        life.due("nightly", START)
                .started("orders", 1, 4)
                .pass(Duration.ofMinutes(2))
                .started("orders", 2, 5)
                .heart("orders", 2, 5)
                .started("shop", 1, 6)
                .sealed("shop", 1, 6)
                .notUploaded("shop", "main", DeciderScript.attempt(1, 6), "segment-lost", "NONE")
                .started("shop", 2, 7)
                .sealed("shop", 2, 7)
                .started("git-config", 1, 8)
                .failed("git-config", 1, 8, "credentials-refused", false);
        life.triggered("keptn", "2").cancelled().aborted("orders").pass(Duration.ofSeconds(5)); // being cancelled
        life.due("nightly", START.plusSeconds(3600)); // waits
        return life.pass(Duration.ofSeconds(5));
    }

    private record Rebuilt(SchedulerState state, Set<String> remembered, List<Event<?>> published) {}

    private static Rebuilt rebuild(List<Event<?>> log, Plan... plans) {
        Plans all = new Plans(List.of(plans), List.of());
        Replay replay = new Replay(INSTALLATION, all);
        log.forEach(event -> replay.add(event, event.time()));
        Collecting target = new Collecting(new BackupDecider(INSTALLATION, all, Timing.DEFAULT));
        replay.finish(target);
        return new Rebuilt(target.state, target.remembered, target.published);
    }

    private static Map<String, String> phases(SchedulerState state) {
        Map<String, String> phases = new TreeMap<>();
        state.open().values().forEach(backup -> backup.stores()
                .forEach(store -> phases.put(
                        store.snapshot(), store.number() + " " + described(store.phase()) + " " + store.answers())));
        return phases;
    }

    private static String described(Phase phase) {
        if (phase instanceof Phase.Running running) {
            return "running " + running.attempt();
        } else if (phase instanceof Phase.Sealed sealed) {
            return "sealed " + sealed.attempt();
        } else if (phase instanceof Phase.Aborting aborting) {
            return "aborting " + aborting.reason();
        }
        return phase instanceof Phase.Closed ? phase.toString() : phase.word();
    }

    private static final class Collecting implements Replay.Target {

        private final BackupDecider decider;
        private final Set<String> remembered = new HashSet<>();
        private final List<Event<?>> published = new ArrayList<>();
        private SchedulerState state = SchedulerState.startingAt(Instant.parse("2026-11-21T00:10:00Z"));

        private Collecting(BackupDecider decider) {
            this.decider = decider;
        }

        @Override
        public SchedulerState state() {
            return state;
        }

        @Override
        public boolean isHandled(String trigger) {
            return remembered.contains(trigger);
        }

        @Override
        public void remember(String trigger, String backup) {
            remembered.add(trigger);
        }

        @Override
        public void decide(Event<?> event, Set<String> alreadyPublished) {
            Decision decision = decider.decide(
                    state,
                    event,
                    Triggers.triggerOf(event).filter(remembered::contains).isPresent());
            state = decision.state();
            for (Effect effect : decision.effects()) {
                if (effect instanceof Effect.Remember remember) {
                    remembered.add(remember.trigger());
                } else if (effect instanceof Effect.Publish publish
                        && !alreadyPublished.contains(publish.event().identity())) {
                    published.add(publish.event());
                }
            }
        }
    }
}
