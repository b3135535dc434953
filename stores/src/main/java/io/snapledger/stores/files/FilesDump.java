package io.snapledger.stores.files;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSink;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One dump of a tree. */
final class FilesDump {

    private final EngineContext context;
    private final FilesOptions options;
    private final Git git;
    private final Instant deadline;
    private final StreamSink sink;

    FilesDump(EngineContext context, FilesOptions options, Git git, Instant deadline, StreamSink sink) {
        this.context = context;
        this.options = options;
        this.git = git;
        this.deadline = deadline;
        this.sink = sink;
    }

    DumpReport run() throws StoreException, IOException, InterruptedException {
        if (!FilesEngine.isThere(options.path())) {
            throw new StoreException(
                    Reason.UNREACHABLE,
                    "there is no directory '" + options.path() + "'",
                    "check the path, and that its volume is mounted");
        }
        try (EntrySorter index = new EntrySorter(context.commands(), IndexEntry.BY_PATH)) {
            return run(index);
        }
    }

    private DumpReport run(EntrySorter index) throws StoreException, IOException, InterruptedException {
        String gitVersion = gitVersion(options, git);
        TarWriter tar = new TarWriter(sink.open(FilesEngine.STREAM));
        TreeRecorder recorder = new TreeRecorder(tar, index::add, context.clock(), deadline);
        Optional<Repositories> repositories =
                gitVersion.isEmpty() ? Optional.empty() : Optional.of(Repositories.ofDump(git, options.path()));
        try {
            TreeWalk walk = new TreeWalk(options.path(), options, TreeSelection.WHOLE, repositories, recorder);
            recorder.root(walk.root());
            walk.walk();
            walk.unusedPatterns().forEach(recorder::warn);
            recorder.finish(options.path());
            if (repositories.isPresent()) {
                repositories.get().lookAgain();
            }
            tar.close();
        } catch (TargetStream.Failure e) {
            throw e.getCause();
        } catch (IOException e) {
            throw FilesEngine.unreadable(e);
        }
        long indexBytes = write(index, sink.open(TreeIndex.STREAM));
        return report(recorder, repositories, gitVersion, tar.bytes(), indexBytes);
    }

    private static long write(EntrySorter index, OutputStream stream)
            throws StoreException, IOException, InterruptedException {
        TargetStream target = new TargetStream(stream);
        try {
            TreeIndex.write(index, target);
            return target.bytes();
        } catch (TargetStream.Failure e) {
            throw e.getCause();
        } catch (IOException e) {
            throw FilesEngine.unreadable(e);
        }
    }

    /** The version of git where repositories are to be recognised; empty where not. */
    static String gitVersion(FilesOptions options, Git git) throws StoreException, InterruptedException {
        if (options.git().equals("false")) {
            return "";
        }
        String version = git.version();
        if (version.isEmpty() && options.git().equals("true")) {
            throw new StoreException(
                    Reason.TOOL_MISSING,
                    "git is not installed, but option git is true",
                    "install git, or set git=auto");
        }
        return version;
    }

    private DumpReport report(
            TreeRecorder recorder,
            Optional<Repositories> repositories,
            String gitVersion,
            long bytes,
            long indexBytes) {
        Map<String, String> facts = recorder.digest().facts(TreeDigest.WHOLE);
        SortedMap<String, String> details = new TreeMap<>();
        details.put("path", options.path().toString());
        List<String> warnings = new ArrayList<>(recorder.warnings());
        List<NotIncluded> notIncluded = new ArrayList<>(recorder.leftOut());
        repositories.ifPresent(met -> {
            facts.putAll(met.facts());
            details.putAll(met.details());
            warnings.addAll(met.warnings());
            notIncluded.addAll(met.notIncluded());
        });
        notIncluded.add(
                NotIncluded.inherent("extended attributes, ACLs", "the archive carries modes, owners and times only"));
        StreamContent stream = new StreamContent(
                FilesEngine.STREAM,
                bytes,
                "directory " + options.path() + ": " + recorder.digest().files() + " files, "
                        + repositories.map(Repositories::count).orElse(0) + " Git repositories",
                "tar --extract --file " + FilesEngine.STREAM + " --directory <target>",
                Map.of());
        StreamContent index = new StreamContent(
                TreeIndex.STREAM,
                indexBytes,
                "what is in " + FilesEngine.STREAM + ", by path, and where; the archive can be restored without it",
                "tar --list --verbose --file " + FilesEngine.STREAM,
                Map.of());
        return new DumpReport(
                new SnapshotContent(
                        FilesEngine.KIND,
                        gitVersion,
                        "",
                        List.of(stream, index),
                        Evidence.of(facts),
                        recorder.digest().files(),
                        details,
                        notIncluded),
                warnings);
    }
}
