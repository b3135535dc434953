package io.snapledger.stores.redis;

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

/** Dumps a server's databases and functions as one RDB of one moment, and restores it key by key. */
final class RedisEngine implements StoreEngine {

    static final String KIND = "redis";

    private static final Duration QUESTION = Duration.ofMinutes(2);
    private static final Duration INVENTORY = Duration.ofHours(12);

    private final EngineContext context;

    RedisEngine(EngineContext context) {
        this.context = context;
    }

    @Override
    public KindDescription description() {
        return RedisKind.DESCRIPTION;
    }

    /** The whole server: restores of different databases have its mark in common. */
    /** The whole server: restores of different databases have its mark in common. */
    @Override
    public Place place(RestoreTarget target) throws StoreException {
        RedisOptions options = RedisOptions.of(target.store());
        return new Place(
                options.address(),
                Set.of(Place.Key.ofServer(options.host(), options.port())
                        .by(context.reaches().wayTo(target.store()))));
    }

    @Override
    public void check(StoreDefinition store) throws StoreException {
        RedisOptions.of(store);
        context.reaches().check(store);
    }

    @Override
    public Probe probe(StoreDefinition store) throws InterruptedException {
        try {
            return asked(store, (options, connection) -> RedisProbe.look(connection, options));
        } catch (StoreException e) {
            return Probe.failed(e);
        }
    }

    @Override
    public DumpReport dump(DumpRequest request, StreamSink sink)
            throws StoreException, IOException, InterruptedException {
        TimeLeft time = until(request.deadline());
        return atServer(
                "snapledger-dump", request.store(), (options, work) -> new RedisDump(options, time, sink, work).run());
    }

    @Override
    public RestorePlan plan(RestoreTarget target, SnapshotContent content) throws StoreException, InterruptedException {
        RestoreScope scope = RestoreScope.of(content, RestoreOptions.of(target));
        return planned(target.store(), (options, work) -> new RedisPlan(options, scope).make(within(QUESTION), work));
    }

    @Override
    public RestoreReport restore(RestoreRequest request, StreamSource source, Progress progress)
            throws StoreException, IOException, InterruptedException {
        RestoreScope scope = RestoreScope.of(request.content(), RestoreOptions.of(request.target()));
        TimeLeft time = until(request.deadline());
        return atServer("snapledger-restore", request.target().store(), (options, work) -> new RedisRestore(
                        options, scope, request, source, progress, time, work)
                .run());
    }

    @Override
    public Aftermath aftermath(RestoreTarget target, String restoreId) throws InterruptedException {
        try {
            return asked(target.store(), (options, connection) -> RedisAftermath.look(connection, restoreId));
        } catch (StoreException e) {
            return Aftermath.unknown(e.getMessage());
        }
    }

    @Override
    public void list(SnapshotContent content, StreamSource source, Consumer<SnapshotEntry> entries)
            throws StoreException {
        RedisList.tell(content, entries);
    }

    @Override
    public Evidence evidence(RestoreTarget target, Optional<Evidence> like)
            throws StoreException, InterruptedException {
        RestoreOptions restore = RestoreOptions.of(target);
        return planned(target.store(), (options, work) -> new RedisEvidence(options, within(INVENTORY), work)
                .take(restore, like));
    }

    private TimeLeft within(Duration time) {
        return until(context.clock().instant().plus(time));
    }

    private TimeLeft until(Instant deadline) {
        return new TimeLeft(context.clock(), deadline);
    }

    /** What is done at a server. */
    private interface AtServer<T> {
        T run(RedisOptions options, Cancellation work) throws StoreException, IOException, InterruptedException;
    }

    private <T> T atServer(String thread, StoreDefinition store, AtServer<T> task)
            throws StoreException, IOException, InterruptedException {
        RedisOptions options = RedisOptions.of(store);
        return Cancellation.run(thread, work -> {
            try (Reach reach = context.reaches().of(store)) {
                return task.run(options.by(reach), work);
            }
        });
    }

    /** A question to a server. */
    private interface Question<T> {
        T ask(RedisOptions options, Connection connection) throws StoreException;
    }

    private <T> T asked(StoreDefinition store, Question<T> question) throws StoreException, InterruptedException {
        return planned(store, (options, work) -> {
            try (Connection connection = Connection.open(options, within(QUESTION), work)) {
                return question.ask(options, connection);
            }
        });
    }

    /** Work without streams of the caller. */
    private <T> T planned(StoreDefinition store, AtServer<T> task) throws StoreException, InterruptedException {
        try {
            return atServer("snapledger-questions", store, task);
        } catch (IOException e) {
            throw new IllegalStateException("a failure of the store is told as one", e);
        }
    }
}
