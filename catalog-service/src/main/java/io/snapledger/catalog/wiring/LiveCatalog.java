package io.snapledger.catalog.wiring;

import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.DecisionImport;
import io.snapledger.catalog.LedgerOffsets;
import io.snapledger.catalog.Rebuild;
import io.snapledger.catalog.inbound.CatalogControl;
import io.snapledger.catalog.inbound.EventStreams;
import io.snapledger.catalog.inbound.LedgerProjection;
import io.snapledger.events.Nullable;
import io.snapledger.events.kafka.LedgerReader;
import io.snapledger.repository.RepositoryException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The catalog as it runs: a reader keeps it up to date; a rebuild fills a second catalog by a second reader, and takes
 * the first one's place only when it has everything. Decisions are read whenever a catalog began anew. Of several processes with one
 * database one reads the ledger; the others answer from what it has written, and one of them takes over when it is gone.
 */
final class LiveCatalog implements CatalogControl, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LiveCatalog.class);

    private static final long PAUSE_SECONDS = 2;

    /** At a start the services come up one after the other. */
    private static final int LOOKS_BEFORE_TOLD = 10;

    private final Catalog store;
    private final Ledger ledger;
    private final DecisionImport decisions;
    private final EventStreams streams;
    private final Clock clock;
    private final NewBeginning beginning;
    private final ScheduledExecutorService background = Executors.newScheduledThreadPool(4, work -> {
        Thread thread = new Thread(work, "catalog-background");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable LedgerReader reader;
    private volatile @Nullable Rebuild rebuild;
    private volatile @Nullable String trouble;
    /** Seconds for which decisions could not be read for the same reason. */
    private int looksInVain;

    private volatile @Nullable String storeTrouble;
    private volatile @Nullable String importTrouble;
    private volatile boolean caughtUp;
    private volatile boolean following;
    private volatile boolean standsBy;

    LiveCatalog(Catalog store, Ledger ledger, DecisionImport decisions, EventStreams streams, Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.decisions = decisions;
        this.streams = streams;
        this.clock = clock;
        this.beginning = new NewBeginning(store, streams, clock);
    }

    /** Returns at once, also when Kafka is away. */
    void start() {
        background.execute(this::follow);
        background.scheduleWithFixedDelay(this::lead, 1, 1, TimeUnit.SECONDS);
        background.scheduleWithFixedDelay(this::lookAround, 1, 1, TimeUnit.SECONDS);
    }

    private void follow() {
        if (!background.isShutdown()) {
            try {
                ledger.ensureTopics();
                trouble = null;
                following = true;
                lead();
            } catch (IllegalStateException e) {
                trouble = e.getMessage();
                LOG.warnf("waiting for Kafka: %s", e.getMessage());
                background.schedule(this::follow, PAUSE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    /** Once a second: reads the ledger while this process is the one that writes. */
    private void lead() {
        try {
            standsBy = !store.leads();
            if (standsBy) {
                giveUp();
            } else {
                begin();
            }
            storeTrouble = null;
        } catch (RuntimeException e) {
            storeTrouble = e.getMessage();
            LOG.debugf(e, "the catalog's database does not answer");
        }
    }

    private synchronized void begin() {
        if (following && reader == null) {
            LOG.infof("this process reads the ledger into the catalog");
            startReader();
        }
    }

    private synchronized void giveUp() {
        if (reader != null) {
            LOG.warnf("another process has taken over the catalog; this one answers from what that one writes");
            reader.close();
            reader = null;
        }
    }

    private synchronized void startReader() {
        if (!background.isShutdown()) {
            reader = ledger.reader("catalog", new LedgerProjection(store, ledger.topics(), beginning, streams::wake))
                    .start();
        }
    }

    /** Once a second: decisions that are still to be read, and the end of a replay; or what another process has written. */
    private void lookAround() {
        try {
            if (standsBy) {
                caughtUp = caughtUp || (store.clusterId().isPresent() && lag().isEmpty());
                streams.readState();
            } else if (reader != null) {
                finishBeginning();
            }
            importTrouble = null;
        } catch (RuntimeException e) {
            note(e);
        }
    }

    private void finishBeginning() {
        if (store.setting(NewBeginning.DECISIONS) != null) {
            decisions.into(store);
            store.setting(NewBeginning.DECISIONS, null);
            streams.wake();
        }
        if (store.setting(EventStreams.REPLAYING) != null && lag().isEmpty()) {
            beginning.isComplete();
        }
    }

    private void note(RuntimeException e) {
        String now = e instanceof RepositoryException
                ? "decisions cannot be read from the repositories yet: " + e.getMessage()
                : String.valueOf(e.getMessage());
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
        try (Catalog next = store.beside("next")) {
            fill(next, started);
            takeOver(next);
            rebuild = started.done(clock.instant());
            LOG.infof("rebuilt the catalog from %s", started.from().word());
        } catch (Exception e) {
            LOG.errorf(e, "the rebuild failed; the catalog stays as it was");
            rebuild = started.failed(String.valueOf(e.getMessage()), clock.instant());
        }
    }

    private void fill(Catalog next, Rebuild started) throws Exception {
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
    private void beginRebuild(Catalog next, String clusterId, Rebuild started) {
        boolean withoutPast = started.from() == Rebuild.Source.REPOSITORY;
        LedgerOffsets from = withoutPast ? LedgerProjection.offsets(ledger.ends()) : LedgerOffsets.NONE;
        if (withoutPast) {
            next.note("rebuilt on " + started.startedAt() + " from the repositories "
                    + String.join(", ", decisions.names()) + " alone; of what was before, nothing else is known");
        }
        next.begin(clusterId, from, Map.of());
    }

    private synchronized void takeOver(Catalog next) {
        if (reader != null) {
            reader.close();
        }
        try {
            next.setting(EventStreams.FLOOR, Long.toString(next.lastSequence()));
            store.replaceBy(next, Optional.empty());
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
    public boolean standsBy() {
        return standsBy;
    }

    @Override
    public List<String> repositories() {
        return decisions.names();
    }

    @Override
    public Optional<String> trouble() {
        LedgerReader current = reader;
        Optional<String> reading = current == null ? Optional.ofNullable(trouble) : current.trouble();
        return Optional.ofNullable(storeTrouble).or(() -> reading).or(() -> Optional.ofNullable(importTrouble));
    }

    @Override
    public Map<String, Long> lag() {
        return Ledger.behind(LedgerProjection.partitions(store.offsets()), ledger.ends());
    }

    @Override
    public boolean rebuilding() {
        Rebuild last = rebuild;
        return (last != null && last.state() == Rebuild.State.RUNNING) || store.setting(EventStreams.REPLAYING) != null;
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
