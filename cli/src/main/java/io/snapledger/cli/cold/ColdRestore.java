package io.snapledger.cli.cold;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.ProgressLine;
import io.snapledger.events.FailureCode;
import io.snapledger.events.RestoredStore;
import io.snapledger.repository.Decision;
import io.snapledger.repository.keys.KeyRing;
import io.snapledger.restore.PlannedRestores;
import io.snapledger.restore.RestoreExecution;
import io.snapledger.restore.RestoreFailure;
import io.snapledger.restore.RestoreListener;
import io.snapledger.restore.RestoreOrder;
import io.snapledger.restore.RestorePlanner;
import io.snapledger.restore.RestoreWish;
import io.snapledger.restore.SafetySnapshots;
import io.snapledger.restore.StoreRestore;
import io.snapledger.stores.Aftermath;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.ProtectedPaths;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The restore of restore-service, run here: it does not pin what it reads, and cannot make safety snapshots. */
public final class ColdRestore implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofDays(2);
    private static final SafetySnapshots NONE = (restore, target, deadline) -> {
        throw new RestoreFailure(
                FailureCode.SAFETY_SNAPSHOT_FAILED,
                "no safety snapshot of " + target.store().name()
                        + " can be made with no service running; HINT: restore beside it, or say --skip-safety-snapshot");
    };

    private static final Aftermath UNTOUCHED = new Aftermath(Aftermath.Change.NONE, List.of(), List.of());

    private final LocalCommandRunner commands;
    private final RestorePlanner planner;
    private final RestoreExecution execution;
    private final Clock clock;

    private ColdRestore(LocalCommandRunner commands, RestorePlanner planner, RestoreExecution execution, Clock clock) {
        this.commands = commands;
        this.planner = planner;
        this.execution = execution;
        this.clock = clock;
    }

    /** @param own what the restore must not touch */
    public static ColdRestore with(
            ColdRepository repository, KeyRing keys, StoreDefinitions stores, ProtectedPaths own, Clock clock) {
        try {
            LocalCommandRunner commands = new LocalCommandRunner(Path.of(System.getProperty("java.io.tmpdir")));
            StoreEngines engines = StoreEngines.load(new EngineContext(commands, clock, own));
            RestorePlanner planner = new RestorePlanner(
                    List.of(repository.repository()), keys, engines, stores, RestoreOrder.AS_BACKED_UP, clock);
            return new ColdRestore(commands, planner, new RestoreExecution(keys, engines, NONE, clock), clock);
        } catch (IOException e) {
            throw new CliException(
                    Exit.FAILED, "io", "cannot write to the directory for temporary files: " + e.getMessage(), e);
        }
    }

    public PlannedRestores plan(RestoreWish wish) {
        try {
            return planner.plan(wish);
        } catch (RestoreFailure e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Restores store by store; the first failure ends it.
     *
     * @return what was restored
     */
    public List<JsonNode> run(PlannedRestores planned, RestoreWish wish, ProgressLine progress) {
        Instant deadline = clock.instant().plus(LIMIT);
        List<JsonNode> restored = new ArrayList<>();
        Shown shown = new Shown(progress);
        try {
            for (StoreRestore store : planned.stores()) {
                RestoreExecution.Terms terms = new RestoreExecution.Terms(
                        id(store), wish.overwrite(), wish.skipSafetySnapshot(), false, null, false, deadline);
                restored.add(Json.tree(execution.run(store, terms, shown)));
            }
            return restored;
        } catch (RestoreFailure e) {
            throw failure(e, shown.begun == null ? UNTOUCHED : aftermath(shown));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Aftermath aftermath(Shown shown) {
        try {
            return execution.aftermath(shown.begun, id(shown.begun), shown.applied);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Aftermath.unknown("the look at the target was interrupted");
        }
    }

    private static String id(StoreRestore store) {
        return "cold-" + store.decision().subject().snapshot();
    }

    /** Shows how a restore goes on, and remembers whose target has to be looked at should it fail. */
    private static final class Shown implements RestoreListener {

        private final ProgressLine progress;
        private StoreRestore begun;
        private boolean applied;

        Shown(ProgressLine progress) {
            this.progress = progress;
        }

        @Override
        public void beginning(StoreRestore store) {
            begun = store;
            applied = false;
        }

        @Override
        public void applied(StoreRestore store) {
            applied = true;
        }

        @Override
        public void progress(StoreRestore store, String phase, long done, long total) {
            progress.show(store.store(), store.store() + " " + phase, done, total);
        }

        @Override
        public void restored(StoreRestore store, RestoredStore result) {
            begun = null;
        }

        @Override
        public void damaged(String repository, Decision decision, String object, String message) {}
    }

    static CliException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CliException(Exit.INTERRUPTED, "interrupted", "interrupted", e);
    }

    static CliException failure(RestoreFailure e) {
        return new CliException(Exit.of(e.reason().code()), e.reason().code(), e.getMessage(), e);
    }

    private static CliException failure(RestoreFailure e, Aftermath aftermath) {
        String text = e.getMessage();
        int hint = text.indexOf("; HINT: ");
        String after = "; " + words(aftermath);
        return new CliException(
                Exit.of(e.reason().code()),
                e.reason().code(),
                hint < 0 ? text + after : text.substring(0, hint) + after + text.substring(hint),
                e);
    }

    private static String words(Aftermath aftermath) {
        String details = aftermath.changed().isEmpty() ? "" : ": " + String.join(", ", aftermath.changed());
        String change =
                switch (aftermath.change()) {
                    case NONE -> "the target was not changed";
                    case CHANGED -> "the target was changed" + details;
                    case UNKNOWN -> "whether the target was changed is not known" + details;
                };
        return aftermath.left().isEmpty() ? change : change + "; left behind: " + String.join(", ", aftermath.left());
    }

    @Override
    public void close() {
        commands.close();
    }
}
