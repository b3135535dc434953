package io.snapledger.stores.files;

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
    private final Placement placement;
    private final List<String> warnings = new ArrayList<>();

    FilesRestore(
            EngineContext context,
            FilesOptions options,
            RestoreOptions restoreOptions,
            RestoreRequest request,
            Git git,
            StreamSource source,
            Progress progress) {
        this.context = context;
        this.options = options;
        this.restoreOptions = restoreOptions;
        this.request = request;
        this.git = git;
        this.source = source;
        this.progress = progress;
        this.target = Trees.real(options.path());
        this.placement = Placement.of(target, request.restoreId());
    }

    RestoreReport run() throws StoreException, IOException, InterruptedException {
        try {
            placement.wipe();
            RestorePlan plan = agreedPlan();
            Evidence expected = make();
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled before the exchange");
            }
            progress.report("exchanging", 0);
            placement.exchange();
            return new RestoreReport(plan.changes(), expected, warnings);
        } catch (ArchiveStream.SourceFailure e) {
            throw e.getCause();
        } catch (IOException e) {
            throw FilesEngine.unreadable(e);
        }
    }

    private RestorePlan agreedPlan() throws StoreException {
        RestorePlan plan =
                new FilesPlan(target, request.content(), restoreOptions, new ForbiddenPlaces(context.own())).make();
        if (!plan.possible()) {
            throw new StoreException(
                    Reason.BLOCKED, String.join("; ", plan.blockers()), "nothing was changed at the target");
        }
        if (!plan.fresh() && !request.replace()) {
            throw new StoreException(
                    Reason.NOT_FRESH,
                    "the target is not fresh: " + plan.freshness(),
                    "restore into another directory, or say that it may be replaced");
        }
        warnings.addAll(plan.warnings());
        return plan;
    }

    /** Makes the tree at its staging place; what the evidence must say of it afterwards. */
    private Evidence make() throws StoreException, IOException, InterruptedException {
        try {
            placement.make();
            extract();
            RestoredRepositories repositories =
                    new RestoredRepositories(git, placement.staging(), restoreOptions, request.content());
            repositories.check(progress);
            compare();
            boolean changed = repositories.reset();
            warnings.addAll(repositories.warnings());
            makeDurable();
            return expected(changed);
        } catch (StoreException | IOException | InterruptedException | RuntimeException e) {
            leaveAsItWas(e);
            throw e;
        }
    }

    private void extract() throws StoreException, IOException {
        StreamContent stream = request.content().stream(FilesEngine.STREAM).orElseThrow();
        TarExtraction extraction = new TarExtraction(placement.staging());
        long read;
        try (InputStream opened = opened(stream);
                ArchiveStream archive =
                        new ArchiveStream(opened, bytes -> progress.report("restoring directory " + target, bytes))) {
            extraction.extract(new BufferedInputStream(archive, 256 * 1024));
            read = archive.count();
        } catch (ArchiveStream.SourceFailure | java.nio.file.FileSystemException e) {
            throw e;
        } catch (java.nio.channels.ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(
                    Reason.DAMAGED, "the archive cannot be taken apart: " + e.getMessage(), "verify the snapshot", e);
        }
        if (read != stream.bytes()) {
            throw new StoreException(
                    Reason.DAMAGED,
                    "the archive has " + read + " bytes instead of " + stream.bytes(),
                    "the target was left as it was; verify the snapshot");
        }
        if (extraction.hasForeignOwners()) {
            warnings.add("files of other owners now belong to this user, who may not give them away; restore as root"
                    + " to keep owners");
        }
    }

    private InputStream opened(StreamContent stream) throws IOException {
        try {
            return source.open(stream.name());
        } catch (IOException e) {
            throw new ArchiveStream.SourceFailure(e);
        }
    }

    private void compare() throws StoreException, IOException, InterruptedException {
        progress.report("comparing", 0);
        Evidence wanted = request.content().evidence();
        Evidence found = new FilesEvidence(context.clock(), options, git)
                .take(placement.staging(), Optional.of(wanted), request.deadline());
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
    private void makeDurable() throws InterruptedException {
        Command sync = Command.of(
                Duration.ofMinutes(30),
                "sync",
                "--file-system",
                placement.staging().toString());
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

    private void leaveAsItWas(Exception failure) {
        try {
            Trees.delete(placement.staging());
        } catch (IOException e) {
            failure.addSuppressed(e); // the next try of this restore wipes it
        }
    }
}
