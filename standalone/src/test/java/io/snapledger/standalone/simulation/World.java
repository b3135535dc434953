package io.snapledger.standalone.simulation;

import io.snapledger.events.BackupCompleted;
import io.snapledger.events.BackupPlanned;
import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.EventType;
import io.snapledger.repository.protocol.CommitMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two repositories, the staging of the workers, the ledger, and whoever is at work. */
final class World {

    static final int SNAPSHOTS = 3;
    static final int REPOSITORIES = 2;
    static final int RESTORES = 2;
    static final String[] NAMES = {"first", "second"};

    final Luck luck;
    final Bug bug;
    final Place[] places = new Place[REPOSITORIES];
    final CommitMark[] marks = new CommitMark[Place.ATTEMPTS];
    final String[] snapshotIds = new String[SNAPSHOTS];
    final String[] backupIds = new String[SNAPSHOTS];
    /** Per snapshot and attempt: what its writer has referred to, once sealed. */
    final Writer[][] attempts = new Writer[SNAPSHOTS][Place.ATTEMPTS];
    /** Per snapshot: attempts so far. */
    final int[] nextAttempt = new int[SNAPSHOTS];
    /** Per snapshot: bits of the segments in staging. */
    final int[] staging = new int[SNAPSHOTS];
    /** Per snapshot and repository: bits of segments that are durable there, as staging was told. */
    final int[][] acknowledged = new int[SNAPSHOTS][REPOSITORIES];

    final List<Actor> actors = new ArrayList<>();
    final List<Event<?>> ledger = new ArrayList<>();
    final Map<String, BackupCompleted> completed = new HashMap<>();
    private final Map<String, String> backups = new HashMap<>();
    private final Set<String> identities = new HashSet<>();
    final List<SchedulerActor> schedulers = new ArrayList<>();
    int restoresOver;
    boolean calm;
    /** Whether calls fail and actors crash; half of the schedules are about order alone. */
    final boolean stormy;

    String violation;

    World(long seed, Bug bug) {
        this.luck = new Luck(seed);
        this.stormy = luck.percent(50);
        this.bug = bug;
        for (int i = 0; i < REPOSITORIES; i++) {
            places[i] = new Place(SNAPSHOTS);
        }
        for (int i = 0; i < marks.length; i++) {
            marks[i] = new CommitMark((i + 1) + "-000000000000000" + i, "digest" + i);
        }
    }

    int snapshotOf(String id) {
        for (int i = 0; i < SNAPSHOTS; i++) {
            if (id.equals(snapshotIds[i])) {
                return i;
            }
        }
        return -1;
    }

    /** Puts an event into the ledger; whoever reads may get it late, twice, or before an earlier one of another topic. */
    void publish(Event<?> event) {
        if (event.data() instanceof BackupPlanned planned
                && !planned.backup().equals(planned(planned.trigger(), planned.backup()))) {
            violated("one trigger made two backups");
            return;
        }
        boolean first = identities.add(event.identity());
        if (event.data() instanceof BackupCompleted end && first) {
            completed.put(end.backup(), end);
        }
        if (!first && !luck.percent(20)) {
            return; // read again by nobody who has not seen it
        }
        ledger.add(event);
        schedulers.forEach(scheduler -> scheduler.pending.add(event));
        Services.hear(this, event);
    }

    private String planned(String trigger, String backup) {
        String before = backups.putIfAbsent(trigger, backup);
        return before == null ? backup : before;
    }

    /** What happens to a call: 0 it works, 1 it fails, 2 it works and its answer is lost. */
    int call() {
        if (calm || !stormy) {
            return 0;
        }
        int dice = luck.below(100);
        return dice < 3 ? 1 : dice < 6 ? 2 : 0;
    }

    static boolean isTick(EventData data) {
        return EventType.of(data) == EventType.SCHEDULER_TICK;
    }

    void violated(String what) {
        if (violation == null) {
            violation = what;
        }
    }
}
