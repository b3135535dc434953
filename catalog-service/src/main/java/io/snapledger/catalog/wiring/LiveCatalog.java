package io.snapledger.catalog.wiring;

import io.snapledger.catalog.CatalogStore;
import io.snapledger.catalog.DecisionImport;
import io.snapledger.catalog.Rebuild;
import io.snapledger.catalog.inbound.CatalogControl;
import io.snapledger.catalog.inbound.EventStreams;
import io.snapledger.catalog.inbound.LedgerProjection;
import io.snapledger.catalog.outbound.SqliteCatalogStore;
import io.snapledger.events.Nullable;
import io.snapledger.events.kafka.LedgerReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The catalog as it runs: a reader keeps the store up to date; a rebuild fills a second store by a second reader, and takes
 * the first one's place only when it has everything. Decisions are read whenever a store began anew.
 */
final class LiveCatalog implements CatalogControl, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LiveCatalog.class);

    /** Far more than a rebuild records while the old catalog goes on. */
    private static final long SEQUENCE_GAP = 1_000_000_000L;

    private static final long PAUSE_SECONDS = 2;

    /** At a start the services come up one after the other. */
    private static final int LOOKS_BEFORE_TOLD = 10;

    private final Path directory;
    private final SqliteCatalogStore store;
    private final Ledger ledger;
    private final DecisionImport decisions;
    private final EventStreams streams;
    private final Clock clock;
    private final NewBeginning beginning;
    private final ScheduledExecutorService background = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "catalog-background");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable LedgerReader reader;
    private volatile @Nullable Rebuild rebuild;
    private volatile @Nullable String trouble;
    /** Seconds for which decisions could not be read for the same reason. */
    private int looksInVain;

    private volatile @Nullable String importTrouble;
    private volatile boolean caughtUp;

    LiveCatalog(
            Path directory,
            SqliteCatalogStore store,
            Ledger ledger,
            DecisionImport decisions,
            EventStreams streams,
            Clock clock) {
        this.directory = directory;
        this.store = store;
        this.ledger = ledger;
        this.decisions = decisions;
        this.streams = streams;
        this.clock = clock;
        this.beginning = new NewBeginning(directory, store, streams, clock);
    }

    /** Returns at once, also when Kafka is away. */
    void start() {
        deleteUnfinished();
        background.execute(this::follow);
        background.scheduleWithFixedDelay(this::lookAround, 1, 1, TimeUnit.SECONDS);
    }

    private void follow() {
        if (!background.isShutdown()) {
            try {
                ledger.ensureTopics();
                trouble = null;
                startReader();
            } catch (IllegalStateException e) {
                trouble = e.getMessage();
                LOG.warnf("waiting for Kafka: %s", e.getMessage());
                background.schedule(this::follow, PAUSE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private synchronized void startReader() {
        if (!background.isShutdown()) {
            reader = ledger.reader("catalog", new LedgerProjection(store, ledger.topics(), beginning, streams::wake))
                    .start();
        }
    }

    /** Once a second: decisions that are still to be read, and the end of a replay. */
    private void lookAround() {
        try {
            if (store.setting(NewBeginning.DECISIONS) != null) {
                decisions.into(store);
                store.change(change -> change.setting(NewBeginning.DECISIONS, null));
                streams.wake();
            }
            importTrouble = null;
            if (store.setting(EventStreams.REPLAYING) != null && lag().isEmpty()) {
                beginning.isComplete();
            }
        } catch (RuntimeException e) {
            note(e);
        }
    }

    private void note(RuntimeException e) {
        String now = "decisions cannot be read from the repositories yet: " + e.getMessage();
        looksInVain = now.equals(importTrouble) ? looksInVain + 1 : 0;
        if (looksInVain == LOOKS_BEFORE_TOLD && caughtUp()) { // while everything is starting this is no news
            LOG.warnf("%s; the catalog will try again", now);
        }
        LOG.debugf(e, "%s", now);
        importTrouble = now;
    }

    @Override
    public synchronized Optional<Rebuild> rebuild(Rebuild.Source from) {
        if (rebuild != null && rebuild.state() == Rebuild.State.RUNNING) {
            return Optional.empty();
        }
        Rebuild started = Rebuild.started(from, clock.instant());
        rebuild = started;
        background.execute(() -> rebuildNow(started));
        return Optional.of(started);
    }

    private void rebuildNow(Rebuild started) {
        LOG.infof("rebuilding the catalog from %s", started.from().word());
        deleteUnfinished();
        SqliteCatalogStore next = SqliteCatalogStore.open(nextFile());
        try {
            next.continueSequence(store.lastSequence() + SEQUENCE_GAP);
            fill(next, started);
            takeOver(next);
            rebuild = started.done(clock.instant());
            LOG.infof("rebuilt the catalog from %s", started.from().word());
        } catch (Exception e) {
            LOG.errorf(e, "the rebuild failed; the catalog stays as it was");
            rebuild = started.failed(String.valueOf(e.getMessage()), clock.instant());
            next.close();
            deleteUnfinished();
        }
    }

    private void fill(SqliteCatalogStore next, Rebuild started) throws Exception {
        LedgerProjection projection = new LedgerProjection(
                next, ledger.topics(), (begun, reason, before, id) -> beginRebuild(begun, id, started), () -> {});
        try (LedgerReader filling = ledger.reader("catalog-rebuild", projection).start()) {
            filling.caughtUp().toCompletableFuture().get();
            if (started.from() != Rebuild.Source.KAFKA) {
                decisions.into(next);
            }
        }
    }

    /** Without Kafka's past, reading begins at the end: taken before the decisions are read, so that nothing is between. */
    private void beginRebuild(CatalogStore next, String clusterId, Rebuild started) {
        boolean withoutPast = started.from() == Rebuild.Source.REPOSITORY;
        Map<TopicPartition, Long> ends = withoutPast ? ledger.ends() : Map.of();
        next.change(change -> {
            change.reset(clusterId);
            change.offsets(ends);
            if (withoutPast) {
                change.note("rebuilt on " + started.startedAt() + " from the repositories "
                        + String.join(", ", decisions.names()) + " alone; of what was before, nothing else is known");
            }
        });
    }

    private synchronized void takeOver(SqliteCatalogStore next) {
        if (reader != null) {
            reader.close();
        }
        try {
            long floor = next.lastSequence();
            next.change(change -> change.setting(EventStreams.FLOOR, Long.toString(floor)));
            store.replaceBy(next);
        } finally {
            startReader();
            streams.readState();
        }
    }

    @Override
    public Optional<Rebuild> lastRebuild() {
        return Optional.ofNullable(rebuild);
    }

    @Override
    public boolean caughtUp() {
        LedgerReader current = reader;
        if (!caughtUp
                && current != null
                && current.caughtUp().toCompletableFuture().isDone()) {
            caughtUp = true; // stays so when a rebuild puts another reader in this one's place
        }
        return caughtUp;
    }

    @Override
    public List<String> repositories() {
        return decisions.names();
    }

    @Override
    public Optional<String> trouble() {
        LedgerReader current = reader;
        Optional<String> reading = current == null ? Optional.ofNullable(trouble) : current.trouble();
        return reading.or(() -> Optional.ofNullable(importTrouble));
    }

    @Override
    public Map<String, Long> lag() {
        return Ledger.behind(store.offsets(), ledger.ends());
    }

    @Override
    public boolean rebuilding() {
        Rebuild last = rebuild;
        return (last != null && last.state() == Rebuild.State.RUNNING) || store.setting(EventStreams.REPLAYING) != null;
    }

    private Path nextFile() {
        return directory.resolve("catalog-next.db");
    }

    private void deleteUnfinished() {
        try {
            for (String suffix : new String[] {"", "-wal", "-shm"}) {
                Files.deleteIfExists(Path.of(nextFile() + suffix));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete what an unfinished rebuild has left: " + nextFile(), e);
        }
    }

    @Override
    public void close() {
        background.shutdownNow();
        synchronized (this) {
            if (reader != null) {
                reader.close();
            }
        }
        streams.close();
        ledger.close();
        store.close();
    }
}
