package io.snapledger.stores.etcd;

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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Dumps a cluster as the snapshot of a member, and restores it into a data directory or key by key into a running cluster. */
final class EtcdEngine implements StoreEngine {

    static final String KIND = "etcd";

    private static final Duration QUESTION = Duration.ofMinutes(2);
    private static final Duration INVENTORY = Duration.ofHours(12);

    private final EngineContext context;

    EtcdEngine(EngineContext context) {
        this.context = context;
    }

    @Override
    public KindDescription description() {
        return EtcdKind.DESCRIPTION;
    }

    /** The whole cluster: restores of different prefixes have its mark in common. */
    @Override
    public Place place(RestoreTarget target) throws StoreException {
        EtcdOptions options = EtcdOptions.of(target.store());
        if (options.dataDir().isPresent()) {
            return new DataDirectory(options.dataDir().get()).place();
        }
        return new Place(
                options.address(),
                Set.of(Place.Key.ofServer(
                                options.endpoint().host(), options.endpoint().port())
                        .by(context.reaches().wayTo(target.store()))));
    }

    @Override
    public void check(StoreDefinition store) throws StoreException {
        EtcdOptions.of(store).whole();
        context.reaches().check(store);
    }

    @Override
    public Probe probe(StoreDefinition store) throws InterruptedException {
        try {
            return asked(store, gateway -> new EtcdProbe(gateway).look());
        } catch (StoreException e) {
            return Probe.failed(e);
        }
    }

    @Override
    public DumpReport dump(DumpRequest request, StreamSink sink)
            throws StoreException, IOException, InterruptedException {
        TimeLeft time = until(request.deadline());
        return atCluster("snapledger-dump", request.store(), (options, work) -> new EtcdDump(
                        options, context.commands(), time, sink, work)
                .run());
    }

    @Override
    public RestorePlan plan(RestoreTarget target, SnapshotContent content) throws StoreException, InterruptedException {
        RestoreOptions restore = RestoreOptions.of(target, EtcdOptions.of(target.store()));
        return planned(
                target.store(),
                (options, work) -> options.dataDir().isPresent()
                        ? new EtcdPreparation(options, restore, context).plan(content)
                        : new EtcdPlan(options, restore, content).make(within(QUESTION), work));
    }

    @Override
    public RestoreReport restore(RestoreRequest request, StreamSource source, Progress progress)
            throws StoreException, IOException, InterruptedException {
        RestoreTarget target = request.target();
        RestoreOptions restore = RestoreOptions.of(target, EtcdOptions.of(target.store()));
        TimeLeft time = until(request.deadline());
        return atCluster(
                "snapledger-restore",
                target.store(),
                (options, work) -> options.dataDir().isPresent()
                        ? new EtcdPreparation(options, restore, context).restore(request, source, progress, time, work)
                        : new EtcdRestore(options, restore, request, source, progress, context.commands(), time, work)
                                .run());
    }

    @Override
    public Aftermath aftermath(RestoreTarget target, String restoreId) throws InterruptedException {
        try {
            Optional<DataDirectory> directory =
                    EtcdOptions.of(target.store()).dataDir().map(DataDirectory::new);
            return directory.isPresent()
                    ? directory.get().aftermath(restoreId)
                    : asked(target.store(), gateway -> EtcdAftermath.look(gateway, restoreId));
        } catch (StoreException e) {
            return Aftermath.unknown(e.getMessage());
        }
    }

    /** Nothing: a snapshot is restored whole. */
    @Override
    public void list(SnapshotContent content, StreamSource source, Consumer<SnapshotEntry> entries) {}

    @Override
    public Evidence evidence(RestoreTarget target, Optional<Evidence> like)
            throws StoreException, InterruptedException {
        KeyScope scope =
                RestoreOptions.of(target, EtcdOptions.of(target.store())).scope();
        return planned(
                target.store(),
                (options, work) -> options.dataDir().isPresent()
                        ? new DataDirectory(options.dataDir().get()).evidence(context.commands(), within(INVENTORY))
                        : new EtcdEvidence(options, scope, within(INVENTORY), work).take());
    }

    private TimeLeft within(Duration time) {
        return until(context.clock().instant().plus(time));
    }

    private TimeLeft until(Instant deadline) {
        return new TimeLeft(context.clock(), deadline);
    }

    /** What is done at a cluster. */
    private interface AtCluster<T> {
        T run(EtcdOptions options, Cancellation work) throws StoreException, IOException, InterruptedException;
    }

    private <T> T atCluster(String thread, StoreDefinition store, AtCluster<T> task)
            throws StoreException, IOException, InterruptedException {
        EtcdOptions options = EtcdOptions.of(store).whole();
        return Cancellation.run(thread, work -> {
            try (Reach reach = context.reaches().of(store)) {
                if (options.dataDir().isPresent() && !reach.sharesFiles()) {
                    throw new StoreException(
                            Reason.BAD_OPTIONS,
                            "store '" + store.name() + "' has a data directory on another machine",
                            "run restore-service where the directory is, and remove the options with a dot");
                }
                return task.run(options.by(reach), work);
            }
        });
    }

    /** A question to a cluster. */
    private interface Question<T> {
        T ask(Gateway gateway) throws StoreException;
    }

    private <T> T asked(StoreDefinition store, Question<T> question) throws StoreException, InterruptedException {
        return planned(store, (options, work) -> {
            try (Gateway gateway = Gateway.open(options, within(QUESTION), work)) {
                return question.ask(gateway);
            }
        });
    }

    /** Work without streams of the caller. */
    private <T> T planned(StoreDefinition store, AtCluster<T> task) throws StoreException, InterruptedException {
        try {
            return atCluster("snapledger-questions", store, task);
        } catch (IOException e) {
            throw new IllegalStateException("a failure of the store is told as one", e);
        }
    }
}
