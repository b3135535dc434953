package io.snapledger.cli.cold;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.Reasons;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.output.ProgressLine;
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
import io.snapledger.restore.Targets;
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
                RestoreFailure.Reason.SAFETY_SNAPSHOT_FAILED,
                "no safety snapshot of " + target.store().name()
                        + " can be made with no service running; HINT: restore beside it, or say --skip-safety-snapshot");
    };

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
                    List.of(repository.repository()), keys, engines, new Targets(stores), RestoreOrder.AS_BACKED_UP);
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
        try {
            for (StoreRestore store : planned.stores()) {
                String id = "cold-" + store.decision().subject().snapshot();
                RestoreExecution.Terms terms = new RestoreExecution.Terms(
                        id, wish.overwrite(), wish.skipSafetySnapshot(), false, null, false, deadline);
                restored.add(Json.tree(execution.run(store, terms, new Shown(progress))));
            }
            return restored;
        } catch (RestoreFailure e) {
            throw failure(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Shows how a restore goes on. */
    private record Shown(ProgressLine progress) implements RestoreListener {

        @Override
        public void beginning(StoreRestore store) {}

        @Override
        public void progress(StoreRestore store, String phase, long done, long total) {
            progress.show(store.store(), store.store() + " " + phase, done, total);
        }

        @Override
        public void restored(StoreRestore store, RestoredStore result) {}

        @Override
        public void damaged(String repository, Decision decision, String object, String message) {}
    }

    static CliException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CliException(Exit.INTERRUPTED, "interrupted", "interrupted", e);
    }

    static CliException failure(RestoreFailure e) {
        String text = e.getMessage();
        if (e.targetChanged()) {
            int hint = text.indexOf("; HINT: ");
            String changed = "; the target may have been changed";
            text = hint < 0 ? text + changed : text.substring(0, hint) + changed + text.substring(hint);
        }
        return new CliException(Reasons.exit(e.reason().code()), e.reason().code(), text, e);
    }

    @Override
    public void close() {
        commands.close();
    }
}
