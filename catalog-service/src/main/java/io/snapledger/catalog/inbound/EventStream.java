package io.snapledger.catalog.inbound;

import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.CatalogQuery;
import io.snapledger.catalog.LedgerEvent;
import io.snapledger.events.Nullable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One client's view of the events as they come. It holds a place in the catalog's order of recording and at most one page of
 * events: whatever the client has not taken yet stays in the catalog. A client that takes nothing for too long is dropped.
 */
final class EventStream implements Flow.Subscription {

    /** What a client gets. */
    sealed interface Frame {

        /** An event. */
        record Happened(LedgerEvent event) implements Frame {}

        /** The stream begins behind this sequence number: from there a client goes on that has got no event yet. */
        record Began(long sequence) implements Frame {}

        /** The catalog was rebuilt; lists read before may be out of date. Events go on behind this sequence number. */
        record Rebuilt(long sequence) implements Frame {}

        /** Nothing happened for a while. */
        record Heartbeat() implements Frame {}
    }

    private static final int PAGE = 200;

    private final Catalog store;
    private final EventStreams owner;
    private final CatalogQuery query;
    private final Executor executor;
    private final Flow.Subscriber<? super Frame> subscriber;
    private final AtomicLong demand = new AtomicLong();
    /** How often somebody asked for work since the drain loop began; the one who makes it 1 runs the loop. */
    private final AtomicInteger work = new AtomicInteger();

    private final Deque<LedgerEvent> page = new ArrayDeque<>();
    private long position;
    private boolean begun;
    private volatile boolean ended;
    private volatile long lastFrame = System.nanoTime();
    private volatile boolean heartbeatDue;

    EventStream(
            Catalog store,
            EventStreams owner,
            CatalogQuery query,
            long after,
            Executor executor,
            Flow.Subscriber<? super Frame> subscriber) {
        this.store = store;
        this.owner = owner;
        this.query = query;
        this.position = after;
        this.executor = executor;
        this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
        demand.accumulateAndGet(n, (had, more) -> Long.MAX_VALUE - had < more ? Long.MAX_VALUE : had + more);
        wake();
    }

    @Override
    public void cancel() {
        ended = true;
        owner.forget(this);
    }

    /** There may be something to send. */
    void wake() {
        if (!ended && work.getAndIncrement() == 0) {
            executor.execute(this::drain);
        }
    }

    /** Called every second. */
    void tick(Duration heartbeat, Duration patience) {
        long quiet = System.nanoTime() - lastFrame;
        if (demand.get() == 0 && quiet > patience.toNanos()) {
            fail(new IllegalStateException("the client took nothing for " + patience.toSeconds() + " s"));
        } else if (quiet > heartbeat.toNanos()) {
            heartbeatDue = true;
            wake();
        }
    }

    private void drain() {
        int seen = work.get();
        while (true) {
            try {
                send();
                if (owner.ending()) {
                    complete();
                }
            } catch (RuntimeException e) {
                fail(e);
            }
            int now = work.addAndGet(-seen);
            if (now == 0 || ended) {
                return;
            }
            seen = now;
        }
    }

    private void send() {
        while (!ended && demand.get() > 0) {
            Frame frame = next();
            if (frame == null) {
                return;
            }
            lastFrame = System.nanoTime();
            heartbeatDue = false;
            demand.decrementAndGet();
            subscriber.onNext(frame);
        }
    }

    private @Nullable Frame next() {
        if (!begun) {
            begun = true;
            return new Frame.Began(position);
        }
        long floor = owner.floor();
        if (position < floor) {
            page.clear();
            position = floor;
            return new Frame.Rebuilt(floor);
        }
        if (page.isEmpty() && !owner.held()) {
            long last = store.lastSequence();
            page.addAll(store.eventsAfter(position, query, PAGE));
            if (page.isEmpty()) {
                position = Math.max(position, last); // what does not match need not be looked at again
            }
        }
        LedgerEvent event = page.poll();
        if (event != null) {
            position = event.sequence();
            return new Frame.Happened(event);
        }
        return heartbeatDue ? new Frame.Heartbeat() : null;
    }

    private void complete() {
        if (!ended) {
            cancel();
            subscriber.onComplete();
        }
    }

    /** Ends the stream; the client may come again with the id of the last event it got. */
    void fail(Throwable why) {
        if (!ended) {
            cancel();
            subscriber.onError(why);
        }
    }
}
