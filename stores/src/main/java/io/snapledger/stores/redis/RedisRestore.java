package io.snapledger.stores.redis;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One restore. A server cannot be filled beside what it holds, so the snapshot is read twice: first to prove it whole and equal to its
 * evidence, while nothing of the target changes but a mark; then what was there goes, and key by key comes what was proved.
 */
final class RedisRestore {

    private static final Duration TIDYING = Duration.ofSeconds(30);
    private static final String ELSEWHERE = "restore into an empty server, or into other databases (option rename)";

    private final RedisOptions options;
    private final RestoreScope scope;
    private final RestoreRequest request;
    private final StreamSource source;
    private final Progress progress;
    private final TimeLeft time;
    private final Cancellation work;
    private final KeyFeed.Lengths lengths = new KeyFeed.Lengths();
    private final List<String> warnings = new ArrayList<>();

    RedisRestore(
            RedisOptions options,
            RestoreScope scope,
            RestoreRequest request,
            StreamSource source,
            Progress progress,
            TimeLeft time,
            Cancellation work) {
        this.options = options;
        this.scope = scope;
        this.request = request;
        this.source = source;
        this.progress = progress;
        this.time = time;
        this.work = work;
    }

    RestoreReport run() throws StoreException, IOException, InterruptedException {
        try {
            RestorePlan plan = begin();
            verify();
            load();
            Instant now = time.clock().instant();
            return new RestoreReport(
                    plan.changes(),
                    RedisEvidence.comparable(scope.partOf(request.content().evidence()), now),
                    warnings);
        } catch (MalformedRdb e) {
            throw new StoreException(
                    e.reason(Reason.DAMAGED),
                    "the snapshot is not what a dump wrote: " + e.getMessage(),
                    "take another one",
                    e);
        } catch (Carried e) {
            throw e.failure();
        }
    }

    private RestorePlan begin() throws StoreException {
        try (Connection connection = Connection.open(options, time, work)) {
            Target target = new Target(connection, scope, request.restoreId());
            target.wipe();
            RestorePlan plan = agreedPlan(connection);
            warnings.addAll(plan.warnings());
            target.mark(Mark.Stage.VERIFYING);
            return plan;
        }
    }

    private RestorePlan agreedPlan(Connection connection) throws StoreException {
        RestorePlan plan = new RedisPlan(options, scope).make(connection);
        plan.requireAgreed(request.replace(), options.address(), ELSEWHERE);
        return plan;
    }

    /** Nothing changes at the target; when it ends otherwise, the mark is removed too. */
    private void verify() throws StoreException, IOException, InterruptedException {
        try {
            Evidence expected = scope.partOf(request.content().evidence());
            Evidence found = read("verifying the snapshot", lengths);
            Evidence.requireSame("the snapshot's stream differs from its evidence", expected, found);
            if (work.isCancelled()) {
                throw new InterruptedException("cancelled before anything was replaced");
            }
            time.require();
        } catch (StoreException | IOException | InterruptedException | RuntimeException e) {
            Cancellation.tidyUp(() -> unmark(e));
            throw e;
        }
    }

    /** The evidence of what the restore's scope covers of the stream. */
    private Evidence read(String step, RdbReader.Visitor other) throws StoreException, IOException {
        Horizon horizon = Horizon.in(request.content().evidence())
                .orElseThrow(() -> new StoreException(Reason.DAMAGED, "the snapshot's evidence has no horizon", ""));
        Inventory inventory = new Inventory(horizon, number -> number);
        SnapshotReading reading = new SnapshotReading(scope, source, time);
        reading.tell(Visitors.both(new Steps(progress, step), Visitors.both(inventory, other)));
        return scope.partOf(inventory.evidence());
    }

    private void load() throws StoreException, IOException {
        try (Connection connection = Connection.open(options, time, work)) {
            Target target = new Target(connection, scope, request.restoreId());
            clear(target);
            KeyFeed feed = new KeyFeed(connection, scope, lengths, time.clock());
            Evidence loaded = read("restoring", feed);
            feed.finish();
            if (!loaded.equals(scope.partOf(request.content().evidence()))) {
                throw new StoreException(Reason.DAMAGED, "the snapshot was another when it was read again", "");
            }
            if (feed.expired() > 0) {
                warnings.add(feed.expired() + " keys of the snapshot had expired and were not restored");
            }
            target.unmark();
        }
    }

    private void clear(Target target) throws StoreException {
        if (request.replace()) {
            target.replace();
            return;
        }
        target.unmark(); // or it would count as a key
        RestorePlan plan = new RedisPlan(options, scope).make(target.connection());
        plan.requireAgreed(false, options.address(), ELSEWHERE);
        target.mark(Mark.Stage.LOADING);
    }

    private void unmark(Exception failure) {
        TimeLeft little = new TimeLeft(time.clock(), time.clock().instant().plus(TIDYING));
        try {
            Cancellation.run("snapledger-unmark", fresh -> {
                try (Connection connection = Connection.open(options, little, fresh)) {
                    if (Mark.read(connection, request.restoreId()).isPresent()) {
                        new Target(connection, scope, request.restoreId()).unmark();
                    }
                }
                return null;
            });
        } catch (StoreException | IOException | InterruptedException e) {
            failure.addSuppressed(e); // the next try removes it, and aftermath tells of it
        }
    }
}
