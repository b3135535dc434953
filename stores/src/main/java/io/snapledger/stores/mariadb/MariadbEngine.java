package io.snapledger.stores.mariadb;

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
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSink;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Dumps each database of a server as the SQL of {@code mariadb-dump}, and users and grants as SQL of our own. Each database is consistent in
 * itself, as far as its tables have transactions; databases of one server are not consistent with each other.
 */
final class MariadbEngine implements StoreEngine {

    static final String KIND = "mariadb";

    private static final Duration QUESTION = Duration.ofMinutes(2);
    private static final Duration INVENTORY = Duration.ofHours(12);

    private final EngineContext context;

    MariadbEngine(EngineContext context) {
        this.context = context;
    }

    @Override
    public KindDescription description() {
        return MariadbKind.DESCRIPTION;
    }

    /** The whole server: restores of different databases have its users in common. */
    @Override
    public Place place(RestoreTarget target) throws StoreException {
        MariadbOptions options = MariadbOptions.of(target.store());
        return new Place(
                options.address(),
                Set.of(Place.Key.ofServer(options.host(), options.port())
                        .by(context.reaches().wayTo(target.store()))));
    }

    @Override
    public void check(StoreDefinition store) throws StoreException {
        MariadbOptions.of(store);
        context.reaches().check(store);
    }

    @Override
    public Probe probe(StoreDefinition store) throws InterruptedException {
        try {
            return asked(store, QUESTION, (server, work) -> new MariadbProbe(server).look());
        } catch (StoreException e) {
            return Probe.failed(e);
        }
    }

    @Override
    public DumpReport dump(DumpRequest request, StreamSink sink)
            throws StoreException, IOException, InterruptedException {
        return atServer("snapledger-dump", request.store(), request.deadline(), (server, work) -> new MariadbDump(
                        server, sink, work)
                .run());
    }

    @Override
    public RestorePlan plan(RestoreTarget target, SnapshotContent content) throws StoreException, InterruptedException {
        RestoreOptions options = RestoreOptions.of(target);
        return asked(
                target.store(), QUESTION, (server, work) -> new MariadbPlan(server, RestoreScope.of(content, options))
                        .make());
    }

    @Override
    public RestoreReport restore(RestoreRequest request, StreamSource source, Progress progress)
            throws StoreException, IOException, InterruptedException {
        RestoreOptions options = RestoreOptions.of(request.target());
        return atServer(
                "snapledger-restore",
                request.target().store(),
                request.deadline(),
                (server, work) -> new MariadbRestore(server, options, request, source, progress, work).run());
    }

    @Override
    public Aftermath aftermath(RestoreTarget target, String restoreId) throws InterruptedException {
        try {
            return asked(target.store(), QUESTION, (server, work) -> new MariadbAftermath(server, new Beside(restoreId))
                    .look());
        } catch (StoreException e) {
            return Aftermath.unknown(e.getMessage());
        }
    }

    /** The databases: what is in one cannot be restored alone. */
    @Override
    public void list(SnapshotContent content, StreamSource source, Consumer<SnapshotEntry> entries) {
        content.streams().stream()
                .filter(stream -> stream.attributes().containsKey("database"))
                .sorted(Comparator.comparing(MariadbEngine::path))
                .forEach(stream -> entries.accept(new SnapshotEntry(
                        path(stream), "database", Optional.of(stream.bytes()), Optional.empty(), Optional.empty())));
    }

    private static String path(StreamContent stream) {
        return Evidence.path(stream.attributes().get("database"));
    }

    @Override
    public Evidence evidence(RestoreTarget target, Optional<Evidence> like)
            throws StoreException, InterruptedException {
        RestoreOptions options = RestoreOptions.of(target);
        return asked(
                target.store(), INVENTORY, (server, work) -> new MariadbEvidence(server, work).take(options, like));
    }

    /** What is done at a server. */
    private interface AtServer<T> {
        T run(Server server, Cancellation work) throws StoreException, IOException, InterruptedException;
    }

    private <T> T atServer(String thread, StoreDefinition store, Instant deadline, AtServer<T> task)
            throws StoreException, IOException, InterruptedException {
        MariadbOptions options = MariadbOptions.of(store);
        return Cancellation.run(thread, work -> {
            try (Reach reach = context.reaches().of(store)) {
                return task.run(new Server(options, reach, context.clock(), deadline), work);
            }
        });
    }

    /** Work without streams of the caller: its input and output errors are those of tools. */
    private <T> T asked(StoreDefinition store, Duration within, AtServer<T> question)
            throws StoreException, InterruptedException {
        try {
            return atServer(
                    "snapledger-questions", store, context.clock().instant().plus(within), question);
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Reason.TOOL_FAILED, "a tool's output cannot be read: " + e.getMessage(), "", e);
        }
    }
}
