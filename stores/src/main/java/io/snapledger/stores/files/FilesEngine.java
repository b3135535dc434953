package io.snapledger.stores.files;

import io.snapledger.stores.Aftermath;
import io.snapledger.stores.Cancellation;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.Place;
import io.snapledger.stores.Probe;
import io.snapledger.stores.Progress;
import io.snapledger.stores.Reach;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.SnapshotEntry;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSink;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Dumps a directory of this machine as one tar stream. Each file is consistent in itself; the tree as a whole is read while it lives. */
final class FilesEngine implements StoreEngine {

    static final String KIND = "files";
    static final String STREAM = "tree.tar";

    private static final Duration QUESTION = Duration.ofHours(12);

    private final EngineContext context;
    private final RestoreMemory memory = new RestoreMemory();

    FilesEngine(EngineContext context) {
        this.context = context;
    }

    @Override
    public KindDescription description() {
        return FilesKind.DESCRIPTION;
    }

    /** The directory; also of single paths, since their restores share the places beside it. */
    @Override
    public Place place(RestoreTarget target) throws StoreException {
        Path path = FilesOptions.of(target.store()).path();
        List<String> segments = new ArrayList<>(List.of("directory"));
        path.forEach(segment -> segments.add(segment.toString()));
        return new Place(path.toString(), Set.of(new Place.Key(segments)));
    }

    @Override
    public void check(StoreDefinition store) throws StoreException {
        FilesOptions.of(store);
        context.reaches().check(store);
    }

    /** The options of a tree of this machine. */
    private FilesOptions here(StoreDefinition store) throws StoreException, InterruptedException {
        FilesOptions options = FilesOptions.of(store);
        try (Reach reach = context.reaches().of(store)) {
            if (!reach.sharesFiles()) {
                throw new StoreException(
                        Reason.BAD_OPTIONS,
                        "store '" + store.name() + "' is a tree on another machine, which this kind does not read",
                        "mount the volume where dump-service and restore-service run, and remove the options with a dot");
            }
        }
        return options;
    }

    @Override
    public Probe probe(StoreDefinition store) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        String gitVersion = "";
        boolean reachable = false;
        try {
            FilesOptions options = here(store);
            reachable = Files.isDirectory(options.path());
            if (!reachable) {
                problems.add("there is no directory '" + options.path() + "'");
            } else if (!Files.isReadable(options.path())) {
                problems.add("directory '" + options.path() + "' may not be read by this user");
            }
            problems.addAll(new ForbiddenPlaces(context.own()).againstStore(options));
            gitVersion = inWork(work -> git(work, QUESTION).version());
            if (gitVersion.isEmpty() && options.git().equals("true")) {
                problems.add("git is not installed, but option git is true");
            }
        } catch (StoreException e) {
            problems.add(e.getMessage() + "; " + e.hint());
        }
        return new Probe(reachable, "", gitVersion, OptionalLong.empty(), problems, warnings);
    }

    @Override
    public DumpReport dump(DumpRequest request, StreamSink sink)
            throws StoreException, IOException, InterruptedException {
        FilesOptions options = here(request.store());
        refuseOwnPlaces(options);
        return Cancellation.run(
                "snapledger-dump",
                work -> new FilesDump(context, options, git(work, request.deadline()), request.deadline(), sink).run());
    }

    private void refuseOwnPlaces(FilesOptions options) throws StoreException {
        List<String> against = new ForbiddenPlaces(context.own()).againstStore(options);
        if (!against.isEmpty()) {
            throw new StoreException(Reason.BAD_OPTIONS, String.join("; ", against), "");
        }
    }

    @Override
    public RestorePlan plan(RestoreTarget target, SnapshotContent content) throws StoreException, InterruptedException {
        TreeSelection selection = TreeSelection.of(target);
        RequiredSpace space = selection.isWhole() ? RequiredSpace.of(content) : RequiredSpace.UNKNOWN;
        return plan(target, content, selection, space);
    }

    /** Where the snapshot has an index, its paths are looked up in it. */
    @Override
    public RestorePlan plan(RestoreTarget target, SnapshotContent content, StreamSource source)
            throws StoreException, IOException, InterruptedException {
        TreeSelection selection = TreeSelection.of(target);
        if (selection.isWhole() || !SnapshotIndex.isIn(content)) {
            return plan(target, content);
        }
        SnapshotIndex index = new SnapshotIndex(content, source, context.commands());
        try (TreePart part = TreePart.of(content, index, selection, context.commands())) {
            return plan(target, content, selection, RequiredSpace.of(part));
        } catch (ArchiveStream.SourceFailure e) {
            throw e.getCause();
        } catch (Spool.Failure e) {
            throw unreadable(e);
        }
    }

    private RestorePlan plan(
            RestoreTarget target, SnapshotContent content, TreeSelection selection, RequiredSpace space)
            throws StoreException, InterruptedException {
        Path place = Trees.real(here(target.store()).path());
        ForbiddenPlaces forbidden = new ForbiddenPlaces(context.own());
        return new FilesPlan(place, content, RestoreOptions.of(target), selection, space, forbidden).make();
    }

    @Override
    public RestoreReport restore(RestoreRequest request, StreamSource source, Progress progress)
            throws StoreException, IOException, InterruptedException {
        try {
            return restoreInTime(request, new TimelySource(source, context.clock(), request.deadline()), progress);
        } catch (TimelySource.DeadlinePassed e) {
            throw new StoreException(
                    Reason.DEADLINE,
                    "the deadline passed while the snapshot was read",
                    "give the restore a longer deadline",
                    e);
        }
    }

    private RestoreReport restoreInTime(RestoreRequest request, StreamSource source, Progress progress)
            throws StoreException, IOException, InterruptedException {
        FilesOptions options = here(request.target().store());
        RestoreOptions restoreOptions = RestoreOptions.of(request.target());
        TreeSelection selection = TreeSelection.of(request.target());
        return Cancellation.run("snapledger-restore", work -> new FilesRestore(
                        context,
                        options,
                        restoreOptions,
                        request,
                        selection,
                        git(work, request.deadline()),
                        source,
                        progress,
                        memory)
                .run());
    }

    @Override
    public Aftermath aftermath(RestoreTarget target, String restoreId) throws InterruptedException {
        try {
            Path place = Trees.real(here(target.store()).path());
            return new FilesAftermath(place, target.only(), restoreId, memory.ofRestore(place, restoreId)).look();
        } catch (StoreException e) {
            return Aftermath.unknown(e.getMessage());
        }
    }

    @Override
    public void list(SnapshotContent content, StreamSource source, Consumer<SnapshotEntry> entries)
            throws StoreException, IOException, InterruptedException {
        try {
            new SnapshotIndex(content, source, context.commands())
                    .tell(entry -> FilesList.of(entry).ifPresent(entries));
        } catch (ArchiveStream.SourceFailure e) {
            throw e.getCause();
        } catch (Spool.Failure e) {
            throw unreadable(e);
        }
    }

    @Override
    public Evidence evidence(RestoreTarget target, Optional<Evidence> like)
            throws StoreException, InterruptedException {
        FilesOptions options = here(target.store());
        TreeSelection selection = TreeSelection.of(target);
        return inWork(work -> new FilesEvidence(context.clock(), options, selection, git(work, QUESTION))
                .take(options.path(), like, context.clock().instant().plus(QUESTION)));
    }

    private Git git(Cancellation work, Instant deadline) {
        Duration left = Duration.between(context.clock().instant(), deadline);
        return git(work, left.isNegative() ? Duration.ZERO : left);
    }

    private Git git(Cancellation work, Duration timeout) {
        return new Git(context.commands(), work, timeout);
    }

    private static <T> T inWork(Cancellation.Work<T> work) throws StoreException, InterruptedException {
        try {
            return Cancellation.run("snapledger-questions", work);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** What an error of the tree itself means. */
    static StoreException unreadable(IOException e) throws InterruptedException {
        if (e instanceof ClosedByInterruptException) {
            throw new InterruptedException("cancelled while a file was read");
        }
        if (e instanceof Spool.Failure) {
            return new StoreException(
                    Reason.TOOL_FAILED,
                    "the list of what is in the tree cannot be kept in the directory for temporary files: "
                            + e.getMessage(),
                    "make room there",
                    e);
        }
        return new StoreException(
                e instanceof AccessDeniedException ? Reason.ACCESS_DENIED : Reason.UNREACHABLE,
                "the tree cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage(),
                "check that the path is there and may be read",
                e);
    }

    static boolean isThere(Path path) {
        return Files.isDirectory(path);
    }
}
