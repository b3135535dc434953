package io.snapledger.dump;

import io.snapledger.events.NotIncluded;
import io.snapledger.stores.Probe;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Looks at every configured store, a few at a time. */
public final class StoreProbes implements AutoCloseable {

    private static final int AT_ONCE = 4;

    private final StoreDefinitions stores;
    private final StoreEngines engines;
    private final LastDumps lastDumps;
    private final Duration patience;
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, runnable -> {
        Thread thread = new Thread(runnable, "dump-probe");
        thread.setDaemon(true);
        return thread;
    });

    /** @param patience how long one store may take to answer */
    public StoreProbes(StoreDefinitions stores, StoreEngines engines, LastDumps lastDumps, Duration patience) {
        this.stores = stores;
        this.engines = engines;
        this.lastDumps = lastDumps;
        this.patience = patience;
    }

    /**
     * @param store name of the store
     * @param kind its kind
     * @param place its path, or its host and port; empty if its kind says that in another way
     * @param ready whether a dump should work
     * @param reachable whether the store answered
     * @param serverVersion empty if unknown
     * @param toolVersion empty if the tool is missing
     * @param estimatedBytes plaintext bytes of a dump, roughly; null if unknown
     * @param problems each would make a dump fail
     * @param warnings what somebody should know
     * @param notIncluded what the last dump by this process left out; empty before the first
     */
    public record Found(
            String store,
            String kind,
            String place,
            boolean ready,
            boolean reachable,
            String serverVersion,
            String toolVersion,
            Long estimatedBytes,
            List<String> problems,
            List<String> warnings,
            List<NotIncluded> notIncluded) {}

    public List<Found> all() throws InterruptedException {
        return look(stores.all());
    }

    /**
     * Looks at some stores.
     *
     * @throws IllegalArgumentException naming the first that is not configured here
     */
    public List<Found> of(Collection<String> names) throws InterruptedException {
        List<StoreDefinition> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(stores.named(name)
                    .orElseThrow(() -> new IllegalArgumentException("store '" + name
                            + "' is not configured here; known: "
                            + stores.all().stream().map(StoreDefinition::name).collect(Collectors.joining(", ")))));
        }
        return look(chosen);
    }

    private List<Found> look(List<StoreDefinition> chosen) throws InterruptedException {
        List<Future<Probe>> asked = new ArrayList<>();
        for (StoreDefinition store : chosen) {
            asked.add(threads.submit(() -> probe(store)));
        }
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            found.add(found(chosen.get(i), answer(asked.get(i))));
        }
        return found;
    }

    private Probe probe(StoreDefinition store) throws StoreException, InterruptedException {
        StoreEngine engine = engines.of(store.kind());
        engine.check(store);
        return engine.probe(store);
    }

    private Probe answer(Future<Probe> asked) throws InterruptedException {
        try {
            return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            return Probe.failed("no answer within " + patience.toSeconds() + " s"
                    + "; HINT: look whether the store is overloaded or a firewall drops packets");
        } catch (ExecutionException e) {
            return e.getCause() instanceof StoreException store
                    ? Probe.failed(store)
                    : Probe.failed(
                            "the probe failed: " + e.getCause().getClass().getSimpleName());
        }
    }

    private Found found(StoreDefinition store, Probe probe) {
        return new Found(
                store.name(),
                store.kind(),
                engines.whereIs(store),
                probe.ready(),
                probe.reachable(),
                probe.serverVersion(),
                probe.toolVersion(),
                probe.estimatedBytes().isPresent() ? probe.estimatedBytes().getAsLong() : null,
                probe.problems(),
                probe.warnings(),
                lastDumps.notIncluded(store.name()));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
