package io.snapledger.stores.files;

import io.snapledger.posix.SystemCallException;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.command.Command;
import io.snapledger.stores.command.CommandException;
import io.snapledger.stores.command.RunningCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One restore of a tree, or of parts of one: taken apart beside, its repositories checked, compared with the evidence, then exchanged. */
final class FilesRestore {

    private final EngineContext context;
    private final FilesOptions options;
    private final RestoreOptions restoreOptions;
    private final RestoreRequest request;
    private final TreeSelection selection;
    private final Git git;
    private final StreamSource source;
    private final Progress progress;
    private final Path target;
    private final RestoreMemory memory;
    private final List<String> warnings = new ArrayList<>();
    private RequiredSpace space = RequiredSpace.UNKNOWN;

    FilesRestore(
            EngineContext context,
            FilesOptions options,
            RestoreOptions restoreOptions,
            RestoreRequest request,
            TreeSelection selection,
            Git git,
            StreamSource source,
            Progress progress,
            RestoreMemory memory) {
        this.context = context;
        this.options = options;
        this.restoreOptions = restoreOptions;
        this.request = request;
        this.selection = selection;
        this.git = git;
        this.source = source;
        this.progress = progress;
        this.target = Trees.real(options.path());
        this.memory = memory;
    }

    RestoreReport run() throws StoreException, IOException, InterruptedException {
        memory.begins(target, request.restoreId());
        try {
            return selection.isWhole() ? run(new WholeTree(request, source, this::tell)) : runOfPaths();
        } catch (ArchiveStream.SourceFailure e) {
            throw e.getCause();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private RestoreReport runOfPaths() throws StoreException, IOException, InterruptedException {
        progress.report("looking for the paths", 0);
        SnapshotIndex index = new SnapshotIndex(request.content(), source, context.commands());
        try (TreePart part = TreePart.of(request.content(), index, selection, context.commands())) {
            return run(new SinglePaths(part, selection, source, this::tell));
        }
    }

    private void tell(long bytes) {
        progress.report("restoring directory " + target, bytes);
    }

    private RestoreReport run(Scope scope) throws StoreException, IOException, InterruptedException {
        space = scope.space();
        plan().requirePossible();
        try (TargetPlace place = TargetPlace.make(target)) {
            for (Leftover leftover : Leftover.of(place)) {
                leftover.clear();
            }
            RestorePlan plan = agreedPlan();
            try (Workplace workplace = Workplace.make(place, request.restoreId())) {
                return run(scope, plan, place, workplace);
            }
        }
    }

    private RestoreReport run(Scope scope, RestorePlan plan, TargetPlace place, Workplace workplace)
            throws StoreException, IOException, InterruptedException {
        Evidence expected;
        try {
            expected = make(scope, place, workplace);
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled before the exchange");
            }
            progress.report("exchanging", 0);
            scope.exchange(place, workplace);
        } catch (StoreException | IOException | InterruptedException | RuntimeException e) {
            leaveAsItWas(workplace, e);
            throw e;
        }
        memory.exchanged(target, request.restoreId());
        try {
            workplace.remove();
        } catch (IOException e) {
            warnings.add("what was in '" + target + "' before is still in '" + workplace
                    + "', since it could not be removed: " + e.getMessage());
        }
        return new RestoreReport(plan.changes(), expected, warnings);
    }

    private RestorePlan plan() {
        ForbiddenPlaces forbidden = new ForbiddenPlaces(context.own());
        return new FilesPlan(target, request.content(), restoreOptions, selection, space, forbidden).make();
    }

    /** What an error of the place that is written to means. */
    private StoreException unwritable(IOException e) throws InterruptedException {
        if (e instanceof SystemCallException full && full.isOutOfSpace()) {
            return new StoreException(
                    Reason.NO_SPACE, space.full(target, e.getMessage()), "make room, or restore elsewhere", e);
        }
        return FilesEngine.unreadable(e);
    }

    private RestorePlan agreedPlan() throws StoreException {
        RestorePlan plan = plan();
        plan.requirePossible();
        if (!plan.fresh() && !request.replace()) {
            throw new StoreException(
                    Reason.NOT_FRESH,
                    "the target is not fresh: " + plan.freshness(),
                    "restore into another directory, or say that it may be replaced");
        }
        warnings.addAll(plan.warnings());
        return plan;
    }

    /** Makes the tree; what the evidence must say of it afterwards. */
    private Evidence make(Scope scope, TargetPlace place, Workplace workplace)
            throws StoreException, IOException, InterruptedException {
        extract(scope, place, workplace);
        RestoredRepositories repositories =
                new RestoredRepositories(git, workplace.path(), restoreOptions, request.content(), selection);
        repositories.check(progress);
        compare(workplace.path(), scope.evidence());
        boolean changed = repositories.reset();
        warnings.addAll(repositories.warnings());
        makeDurable(workplace.path());
        return expected(scope.evidence(), changed);
    }

    private void extract(Scope scope, TargetPlace place, Workplace workplace)
            throws StoreException, IOException, InterruptedException {
        try (TarExtraction extraction = new TarExtraction(workplace::tree)) {
            scope.extract(place, extraction);
            if (extraction.foreign() > 0) {
                warnings.add(extraction.foreign()
                        + " files and directories of other owners now belong to this user, who may not give them away;"
                        + " restore as root to keep owners");
            }
        }
    }

    private void compare(Path tree, Evidence wanted) throws StoreException, IOException, InterruptedException {
        progress.report("comparing", 0);
        Evidence found = new FilesEvidence(context.clock(), options, selection, git)
                .take(tree, Optional.of(wanted), request.deadline());
        Evidence.requireSame("the tree came out different from the snapshot", wanted, found);
    }

    /** Data and names reach the disk before the exchange. */
    private void makeDurable(Path tree) throws InterruptedException {
        Command sync = Command.of(Duration.ofMinutes(30), "sync", "--file-system", tree.toString());
        try (RunningCommand running = context.commands().start(sync)) {
            if (!running.await().isSuccess()) {
                warnings.add("sync of the file system failed: after a power loss files may be incomplete");
            }
        } catch (CommandException e) {
            warnings.add("there is no program sync: after a power loss files may be incomplete");
        }
    }

    /** A reset that undid edits changed the tree on purpose: then only the repositories can be compared. */
    private static Evidence expected(Evidence evidence, boolean changed) {
        SortedMap<String, String> facts = new TreeMap<>(evidence.facts());
        if (changed) {
            facts.keySet()
                    .removeIf(fact -> fact.startsWith(TreeDigest.WHOLE + "/") || fact.startsWith(Evidence.PART + "/"));
        }
        return new Evidence(facts);
    }

    private static void leaveAsItWas(Workplace workplace, Exception failure) {
        try {
            workplace.remove();
        } catch (IOException e) {
            failure.addSuppressed(e); // the next restore into this place removes it
        }
    }
}
