package io.snapledger.stores.postgresql;

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
import io.snapledger.stores.StreamSink;
import io.snapledger.stores.StreamSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Dumps each database of a server as an archive of {@code pg_dump --format=custom}, uncompressed because the repository
 * deduplicates and compresses, and the roles as SQL. Each database is consistent in itself; databases of one server are
 * not consistent with each other.
 */
final class PostgresqlEngine implements StoreEngine {

    static final String KIND = "postgresql";

    private static final Duration QUESTION = Duration.ofMinutes(2);
    private static final Duration INVENTORY = Duration.ofHours(12);

    private final EngineContext context;

    PostgresqlEngine(EngineContext context) {
        this.context = context;
    }

    @Override
    public KindDescription description() {
        return PostgresqlKind.DESCRIPTION;
    }

    /** The whole server: restores of different databases have its roles in common. */
    @Override
    public Place place(RestoreTarget target) throws StoreException {
        PostgresqlOptions options = PostgresqlOptions.of(target.store());
        return new Place(
                options.address(),
                Set.of(Place.Key.ofServer(options.host(), options.port())
                        .by(context.reaches().wayTo(target.store()))));
    }

    @Override
    public void check(StoreDefinition store) throws StoreException {
        PostgresqlOptions.of(store);
        context.reaches().check(store);
    }

    @Override
    public Probe probe(StoreDefinition store) throws InterruptedException {
        try {
            return asked(store, QUESTION, (server, work) -> new PostgresqlProbe(work).look(server.readOnly()));
        } catch (StoreException e) {
            return PostgresqlProbe.unreachable(e);
        }
    }

    @Override
    public DumpReport dump(DumpRequest request, StreamSink sink)
            throws StoreException, IOException, InterruptedException {
        return atServer("snapledger-dump", request.store(), request.deadline(), (server, work) -> new PostgresqlDump(
                        server.readOnly(), sink, work)
                .run());
    }

    @Override
    public RestorePlan plan(RestoreTarget target, SnapshotContent content) throws StoreException, InterruptedException {
        RestoreOptions options = RestoreOptions.of(target);
        return asked(target.store(), QUESTION, (server, work) -> new PostgresqlPlan(
                        server.readOnly(), RestoreScope.of(content, options))
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
                (server, work) -> new PostgresqlRestore(server, options, request, source, progress, work).run());
    }

    @Override
    public Aftermath aftermath(RestoreTarget target, String restoreId) throws InterruptedException {
        try {
            return asked(
                    target.store(), QUESTION, (server, work) -> new PostgresqlAftermath(server, new Beside(restoreId))
                            .look());
        } catch (StoreException e) {
            return Aftermath.unknown(e.getMessage());
        }
    }

    @Override
    public void list(SnapshotContent content, StreamSource source, Consumer<SnapshotEntry> entries)
            throws StoreException, IOException {
        PostgresqlList.tell(content, source, entries);
    }

    @Override
    public Evidence evidence(RestoreTarget target, Optional<Evidence> like)
            throws StoreException, InterruptedException {
        RestoreOptions options = RestoreOptions.of(target);
        return asked(target.store(), INVENTORY, (server, work) -> new PostgresqlEvidence(server.readOnly(), work)
                .take(options, like));
    }

    /** What is done at a server. */
    private interface AtServer<T> {
        T run(Server server, Cancellation work) throws StoreException, IOException, InterruptedException;
    }

    private <T> T atServer(String thread, StoreDefinition store, Instant deadline, AtServer<T> task)
            throws StoreException, IOException, InterruptedException {
        PostgresqlOptions options = PostgresqlOptions.of(store);
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
