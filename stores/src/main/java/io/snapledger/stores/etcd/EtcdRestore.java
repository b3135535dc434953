package io.snapledger.stores.etcd;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.command.CommandRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One restore into a running cluster, key by key. The snapshot is proved whole and equal to its evidence first, while nothing of the cluster
 * changes but a mark; then what was there goes, and what was proved comes.
 */
final class EtcdRestore {

    private static final Duration TIDYING = Duration.ofSeconds(30);
    private static final int EVERY = 1000;
    private static final String ELSEWHERE = "restore below a prefix (option prefix), or into an empty cluster";

    private final EtcdOptions options;
    private final RestoreOptions restore;
    private final RestoreRequest request;
    private final StreamSource source;
    private final Progress progress;
    private final CommandRunner here;
    private final TimeLeft time;
    private final Cancellation work;
    private final List<String> warnings = new ArrayList<>();

    EtcdRestore(
            EtcdOptions options,
            RestoreOptions restore,
            RestoreRequest request,
            StreamSource source,
            Progress progress,
            CommandRunner here,
            TimeLeft time,
            Cancellation work) {
        this.options = options;
        this.restore = restore;
        this.request = request;
        this.source = source;
        this.progress = progress;
        this.here = here;
        this.time = time;
        this.work = work;
    }

    RestoreReport run() throws StoreException, IOException, InterruptedException {
        try {
            RestorePlan plan = begin();
            try (Verified snapshot = verify()) {
                load(snapshot.database());
            }
            return new RestoreReport(plan.changes(), request.content().evidence(), warnings);
        } catch (Carried e) {
            throw e.failure();
        }
    }

    private RestorePlan begin() throws StoreException {
        try (Gateway gateway = Gateway.open(options, time, work)) {
            wipe(gateway);
            RestorePlan plan = new EtcdPlan(options, restore, request.content()).make(gateway);
            plan.requireAgreed(request.replace(), options.address(), ELSEWHERE);
            warnings.addAll(plan.warnings());
            mark(gateway, Mark.Stage.VERIFYING);
            return plan;
        }
    }

    /** Removes what an earlier try of this restore left. */
    private void wipe(Gateway gateway) throws StoreException {
        Mark mark = Marking.read(gateway, request.restoreId()).orElse(null);
        if (mark != null) {
            if (mark.stage() == Mark.Stage.LOADING) {
                new KeyLoader(gateway, restore.scope(), false, Map.of()).clear();
            }
            Marking.remove(gateway);
        }
    }

    private void mark(Gateway gateway, Mark.Stage stage) throws StoreException {
        Marking.set(gateway, new Mark(request.restoreId(), stage));
    }

    /** Nothing changes at the target; when it ends otherwise, the mark is removed too. */
    private Verified verify() throws StoreException, IOException, InterruptedException {
        try {
            Verified snapshot = Verified.read(request.content(), source, here, time, progress);
            if (work.isCancelled() || time.isOver()) {
                snapshot.close();
                time.require();
                throw new InterruptedException("cancelled before anything was replaced");
            }
            return snapshot;
        } catch (StoreException | IOException | InterruptedException | RuntimeException e) {
            Cancellation.tidyUp(() -> unmark(e));
            throw e;
        }
    }

    private void load(KeyDatabase database) throws StoreException, IOException {
        Map<Long, Long> leases = restore.renewsLeases() ? database.leases() : Map.of();
        try (Gateway gateway = Gateway.open(options, time, work)) {
            KeyLoader loader = new KeyLoader(gateway, restore.scope(), !request.replace(), leases);
            mark(gateway, Mark.Stage.LOADING);
            makeRoom(gateway, loader);
            long[] count = new long[1];
            database.read(key -> put(loader, key, count));
            loader.flush();
            warnings.addAll(loader.warnings());
            Marking.remove(gateway);
        } catch (MalformedDatabase e) {
            throw new StoreException(Reason.DAMAGED, "the snapshot was another when it was read again", "", e);
        }
    }

    private void makeRoom(Gateway gateway, KeyLoader loader) throws StoreException {
        if (request.replace()) {
            progress.report("removing what was there", 0);
            loader.clear();
            return;
        }
        RestorePlan now = new EtcdPlan(options, restore, request.content()).make(gateway);
        if (!now.fresh() || !now.possible()) {
            Marking.remove(gateway);
        }
        now.requireAgreed(false, options.address(), ELSEWHERE);
    }

    private void put(KeyLoader loader, KeyValue key, long[] count) throws Carried {
        if (key.lease() != 0 && !restore.renewsLeases()) {
            return;
        }
        try {
            loader.put(key);
        } catch (StoreException e) {
            throw new Carried(e);
        }
        if (++count[0] % EVERY == 0) {
            progress.report(
                    "restoring keys: " + count[0],
                    request.content().streams().get(0).bytes());
        }
    }

    private void unmark(Exception failure) {
        TimeLeft little = new TimeLeft(time.clock(), time.clock().instant().plus(TIDYING));
        try {
            Cancellation.run("snapledger-unmark", fresh -> {
                try (Gateway gateway = Gateway.open(options, little, fresh)) {
                    if (Marking.read(gateway, request.restoreId()).isPresent()) {
                        Marking.remove(gateway);
                    }
                }
                return null;
            });
        } catch (StoreException | IOException | InterruptedException e) {
            failure.addSuppressed(e); // the next try removes it, and aftermath tells of it
        }
    }
}
