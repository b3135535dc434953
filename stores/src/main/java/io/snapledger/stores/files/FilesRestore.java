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
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.command.Command;
import io.snapledger.stores.command.CommandException;
import io.snapledger.stores.command.RunningCommand;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One restore of a tree: taken apart beside, its repositories checked, compared with the evidence, then exchanged. */
final class FilesRestore {

    private final EngineContext context;
    private final FilesOptions options;
    private final RestoreOptions restoreOptions;
    private final RestoreRequest request;
    private final Git git;
    private final StreamSource source;
    private final Progress progress;
    private final Path target;
    private final RestoreMemory memory;
    private final List<String> warnings = new ArrayList<>();

    FilesRestore(
            EngineContext context,
            FilesOptions options,
            RestoreOptions restoreOptions,
            RestoreRequest request,
            Git git,
            StreamSource source,
            Progress progress,
            RestoreMemory memory) {
        this.context = context;
        this.options = options;
        this.restoreOptions = restoreOptions;
        this.request = request;
        this.git = git;
        this.source = source;
        this.progress = progress;
        this.target = Trees.real(options.path());
        this.memory = memory;
    }

    RestoreReport run() throws StoreException, IOException, InterruptedException {
        memory.begins(target, request.restoreId());
        requirePossible(plan());
        try (TargetPlace place = TargetPlace.make(target)) {
            for (Leftover leftover : Leftover.of(place)) {
                leftover.clear();
            }
            RestorePlan plan = agreedPlan();
            try (Workplace workplace = Workplace.make(place, request.restoreId())) {
                return run(plan, workplace);
            }
        } catch (ArchiveStream.SourceFailure e) {
            throw e.getCause();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private RestoreReport run(RestorePlan plan, Workplace workplace)
            throws StoreException, IOException, InterruptedException {
        Evidence expected;
        try {
            expected = make(workplace);
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled before the exchange");
            }
            progress.report("exchanging", 0);
            workplace.exchange();
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
        return new FilesPlan(target, request.content(), restoreOptions, new ForbiddenPlaces(context.own())).make();
    }

    private static void requirePossible(RestorePlan plan) throws StoreException {
        if (!plan.possible()) {
            throw new StoreException(
                    Reason.BLOCKED, String.join("; ", plan.blockers()), "nothing was changed at the target");
        }
    }

    /** What an error of the place that is written to means. */
    private StoreException unwritable(IOException e) throws InterruptedException {
        if (e instanceof SystemCallException full && full.isOutOfSpace()) {
            return new StoreException(
                    Reason.NO_SPACE,
                    RequiredSpace.of(request.content()).full(target, e.getMessage()),
                    "make room, or restore elsewhere",
                    e);
        }
        return FilesEngine.unreadable(e);
    }

    private RestorePlan agreedPlan() throws StoreException {
        RestorePlan plan = plan();
        requirePossible(plan);
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
    private Evidence make(Workplace workplace) throws StoreException, IOException, InterruptedException {
        extract(workplace);
        RestoredRepositories repositories =
                new RestoredRepositories(git, workplace.path(), restoreOptions, request.content());
        repositories.check(progress);
        compare(workplace.path());
        boolean changed = repositories.reset();
        warnings.addAll(repositories.warnings());
        makeDurable(workplace.path());
        return expected(changed);
    }

    private void extract(Workplace workplace) throws StoreException, IOException, InterruptedException {
        StreamContent stream = request.content().stream(FilesEngine.STREAM).orElseThrow();
        long foreign;
        try (InputStream opened = opened(stream);
                ArchiveStream archive =
                        new ArchiveStream(opened, bytes -> progress.report("restoring directory " + target, bytes));
                TarExtraction extraction = new TarExtraction(workplace::tree)) {
            extraction.extract(new BufferedInputStream(archive, 256 * 1024));
            if (archive.count() != stream.bytes()) {
                throw TarReader.damaged(archive.count() + " bytes instead of " + stream.bytes());
            }
            extraction.finish();
            foreign = extraction.foreign();
        }
        if (foreign > 0) {
            warnings.add(foreign
                    + " files and directories of other owners now belong to this user, who may not give them away;"
                    + " restore as root to keep owners");
        }
    }

    private InputStream opened(StreamContent stream) throws IOException {
        try {
            return source.open(stream.name());
        } catch (IOException e) {
            throw new ArchiveStream.SourceFailure(e);
        }
    }

    private void compare(Path tree) throws StoreException, IOException, InterruptedException {
        progress.report("comparing", 0);
        Evidence wanted = request.content().evidence();
        Evidence found =
                new FilesEvidence(context.clock(), options, git).take(tree, Optional.of(wanted), request.deadline());
        List<Evidence.Difference> differences = Evidence.differences(wanted, found);
        if (!differences.isEmpty()) {
            throw new StoreException(
                    Reason.DIFFERENT,
                    "the tree came out different from the snapshot in " + differences.size() + " facts: "
                            + differences.stream().limit(5).toList(),
                    "the target was left as it was");
        }
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
    private Evidence expected(boolean changed) {
        SortedMap<String, String> facts =
                new TreeMap<>(request.content().evidence().facts());
        if (changed) {
            facts.keySet().removeIf(fact -> fact.startsWith("tree/"));
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
