package io.snapledger.catalog.inbound;

import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.inbound.EventStream.Frame;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** All clients that follow the events. */
public final class EventStreams implements AutoCloseable {

    /** The setting that holds the sequence number behind which streams go on after a rebuild. */
    public static final String FLOOR = "streams-floor";

    /** The setting that holds streams back while old events are read again. */
    public static final String REPLAYING = "replaying";

    /** Most clients at once; each costs a page of events. */
    static final int MOST = 200;

    private static final int MOST_MILLIS_TO_END = 1000;
    private static final int END_MILLIS = 20;

    private final Catalog store;
    private final Duration heartbeat;
    private final Duration patience;
    private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService executor;
    private volatile long floor;
    private volatile boolean held;
    private volatile boolean ending;

    /**
     * @param heartbeat how long nothing may be sent
     * @param patience how long a client may take nothing
     */
    public EventStreams(Catalog store, Duration heartbeat, Duration patience) {
        this.store = store;
        this.heartbeat = heartbeat;
        this.patience = patience;
        this.executor = Executors.newScheduledThreadPool(2, work -> {
            Thread thread = new Thread(work, "catalog-streams");
            thread.setDaemon(true);
            return thread;
        });
        try {
            readState();
        } catch (IllegalStateException e) {
            held = true; // the database is not there yet; whoever follows the ledger reads the state again
        }
        executor.scheduleWithFixedDelay(
                () -> streams.forEach(stream -> stream.tick(this.heartbeat, this.patience)), 1, 1, TimeUnit.SECONDS);
    }

    /**
     * A stream for one client; everything that matches, from the place given, else from now on.
     *
     * @throws TooManyStreamsException if there are too many clients, or the service stops
     */
    Flow.Publisher<Frame> open(CatalogQuery query, OptionalLong after) {
        if (ending || streams.size() >= MOST) {
            throw new TooManyStreamsException();
        }
        long from = after.isPresent() ? Math.min(after.getAsLong(), store.lastSequence()) : store.lastSequence();
        return subscriber -> {
            EventStream stream = new EventStream(store, this, query, from, executor, subscriber);
            streams.add(stream);
            subscriber.onSubscribe(stream);
        };
    }

    /** Rows have changed. */
    public void wake() {
        streams.forEach(EventStream::wake);
    }

    /** The catalog was reset or rebuilt, or has caught up again. */
    public void readState() {
        String saved = store.setting(FLOOR);
        floor = saved == null ? 0 : Long.parseLong(saved);
        held = store.setting(REPLAYING) != null;
        wake();
    }

    long floor() {
        return floor;
    }

    boolean held() {
        return held;
    }

    boolean ending() {
        return ending;
    }

    void forget(EventStream stream) {
        streams.remove(stream);
    }

    /**
     * Ends every stream after what it has to say now: a client that is told so comes again, where one whose connection breaks is an
     * error on both sides. Waits for them, but not for long.
     */
    public void end() throws InterruptedException {
        ending = true;
        wake();
        for (int waited = 0; !streams.isEmpty() && waited < MOST_MILLIS_TO_END; waited += END_MILLIS) {
            TimeUnit.MILLISECONDS.sleep(END_MILLIS);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    /** Nobody else can follow at present. */
    static final class TooManyStreamsException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
