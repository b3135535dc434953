package io.snapledger.stores.etcd;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestorePlan.Action;
import io.snapledger.stores.RestorePlan.Change;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One restore into a data directory: etcd's own tool makes it beside, what it made is read and compared with the snapshot, and then takes its
 * place in one step.
 */
final class EtcdPreparation {

    private final EtcdOptions options;
    private final DataDirectory directory;
    private final RestoreOptions.Member member;
    private final EngineContext context;
    private final List<String> blockers = new ArrayList<>();

    EtcdPreparation(EtcdOptions options, RestoreOptions restore, EngineContext context) {
        this.options = options;
        this.directory = new DataDirectory(options.dataDir().orElseThrow());
        this.member = restore.member();
        this.context = context;
    }

    RestorePlan plan(SnapshotContent content) throws InterruptedException {
        boolean fresh = isFree();
        checkPlace(content);
        try {
            tool(content);
        } catch (StoreException e) {
            blockers.add(e.told());
        }
        return new RestorePlan(
                fresh,
                fresh ? "nothing is there, or an empty directory" : "'" + directory.path() + "' holds something",
                true,
                List.of(change()),
                OptionalLong.of(bytes(content)),
                blockers,
                List.of(
                        "the directory belongs to the user that this service runs as; HINT: give it to the user of etcd",
                        "the members of '" + member.initialCluster() + "' make a new cluster, token '" + member.token()
                                + "': each is prepared from this snapshot, and none of the old one may run on"));
    }

    private boolean isFree() {
        try {
            if (directory.isFree()) {
                return true;
            }
            blockers.add(
                    "'" + directory.path()
                            + "' is no empty directory; HINT: move it away and keep it until the new member runs, or name another");
        } catch (StoreException e) {
            blockers.add(e.told());
        }
        return false;
    }

    private void checkPlace(SnapshotContent content) {
        Path path = directory.path();
        context.own()
                .around(path)
                .ifPresent(place -> blockers.add("'" + path + "' lies in " + place + "; HINT: name another directory"));
        context.own()
                .inside(path)
                .values()
                .forEach(place -> blockers.add("'" + path + "' contains " + place + "; HINT: name another directory"));
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            blockers.add("'" + parent + "' is no directory that this user may write; HINT: make it");
            return;
        }
        try {
            long free = Files.getFileStore(parent).getUsableSpace();
            if (free < bytes(content)) {
                blockers.add("'" + parent + "' has " + free + " bytes free, the restore needs " + bytes(content)
                        + "; HINT: make room");
            }
        } catch (IOException e) {
            blockers.add("'" + parent + "' cannot be looked at: " + e.getMessage() + "; HINT: look at its rights");
        }
    }

    private RestoreTool tool(SnapshotContent content) throws StoreException, InterruptedException {
        return RestoreTool.find(options, content, member.mayDifferInPatch(), context.commands());
    }

    private Change change() {
        return new Change(Action.CREATE, "data directory '" + directory.path() + "' of member '" + member.name() + "'");
    }

    private static long bytes(SnapshotContent content) {
        return content.stream(EtcdDump.STREAM).map(StreamContent::bytes).orElse(0L);
    }

    RestoreReport restore(
            RestoreRequest request, StreamSource source, Progress progress, TimeLeft time, Cancellation work)
            throws StoreException, IOException, InterruptedException {
        directory.wipe(request.restoreId());
        RestorePlan plan = plan(request.content());
        plan.requirePossible(); // nothing that is there is ever replaced
        Path stage = directory.stage(request.restoreId());
        try (Verified snapshot = Verified.read(request.content(), source, context.commands(), time, progress)) {
            progress.report("making the data directory", bytes(request.content()));
            tool(request.content()).restore(snapshot.spool().file(), stage, member, time, work);
            requireSame(snapshot, stage, time);
            time.require();
            if (work.isCancelled()) {
                throw new InterruptedException("cancelled");
            }
            directory.take(stage);
        } catch (Carried e) {
            throw e.failure();
        } finally {
            Cancellation.tidyUp(() -> directory.wipe(request.restoreId()));
        }
        return new RestoreReport(List.of(change()), request.content().evidence(), plan.warnings());
    }

    /** What the tool made holds the snapshot's keys, those with leases too, at its revision. */
    private static void requireSame(Verified snapshot, Path stage, TimeLeft time) throws StoreException, IOException {
        try (KeyDatabase made = DataDirectory.open(stage, snapshot.spool().directory(), time)) {
            String expected = words(snapshot.database());
            String found = words(made);
            if (!expected.equals(found)) {
                throw new StoreException(
                        Reason.DIFFERENT,
                        "what the tool made is not the snapshot: expected " + expected + ", found " + found,
                        "the target was left as it was");
            }
        } catch (MalformedDatabase e) {
            throw new StoreException(
                    Reason.DIFFERENT, "what the tool made is no database: " + e.getMessage(), "try again", e);
        }
    }

    private static String words(KeyDatabase database) throws IOException {
        return database.tally().words() + " at revision " + database.revision();
    }
}
