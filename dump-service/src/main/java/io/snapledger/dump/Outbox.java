package io.snapledger.dump;

import io.snapledger.events.Event;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventPublisher;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends the events of running attempts in their order, on a thread of its own, so that a broker that is away stops no dump.
 * Bounded: of an attempt's heartbeats only the newest waits; of hints the newest {@value #MAX_HINTS} wait, since storage needs
 * none of them; the end of an attempt always waits (it is in the journal as well).
 */
public final class Outbox implements AutoCloseable {

    static final int MAX_HINTS = 1024;
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

    private final EventPublisher publisher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Letter> letters = new ArrayDeque<>();
    private final Thread thread;
    private int hints;
    private boolean closed;

    private enum Kind {
        HEARTBEAT,
        HINT,
        END
    }

    private static final class Letter {
        final Kind kind;
        final String sender;
        final Runnable published;
        Event<?> event;

        Letter(Kind kind, String sender, Event<?> event, Runnable published) {
            this.kind = kind;
            this.sender = sender;
            this.event = event;
            this.published = published;
        }
    }

    public Outbox(EventPublisher publisher) {
        this.publisher = publisher;
        this.thread = new Thread(this::send, "dump-outbox");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** A heartbeat; replaces one of the same attempt that still waits. */
    void heartbeat(String attempt, Event<?> event) {
        lock.lock();
        try {
            for (Letter letter : letters) {
                if (letter.kind == Kind.HEARTBEAT && letter.sender.equals(attempt)) {
                    letter.event = event;
                    return;
                }
            }
            put(new Letter(Kind.HEARTBEAT, attempt, event, () -> {}));
        } finally {
            lock.unlock();
        }
    }

    /** Something that may be lost. */
    void hint(Event<?> event) {
        lock.lock();
        try {
            if (hints >= MAX_HINTS) {
                dropOldestHint();
            }
            hints++;
            put(new Letter(Kind.HINT, "", event, () -> {}));
        } finally {
            lock.unlock();
        }
    }

    private void dropOldestHint() {
        for (Iterator<Letter> waiting = letters.iterator(); waiting.hasNext(); ) {
            if (waiting.next().kind == Kind.HINT) {
                waiting.remove();
                hints--;
                return;
            }
        }
    }

    /** The end of an attempt. @param published runs on the outbox's thread once the broker has it; must be quick */
    void end(Event<?> event, Runnable published) {
        lock.lock();
        try {
            put(new Letter(Kind.END, "", event, published));
        } finally {
            lock.unlock();
        }
    }

    private void put(Letter letter) {
        letters.addLast(letter);
        changed.signalAll();
    }

    private void send() {
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (true) {
                Letter letter = next();
                if (letter == null) {
                    return;
                }
                try {
                    publisher.publish(letter.event);
                } catch (EventPublishException e) {
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "the broker is away, {0} events wait: {1}",
                            size(),
                            e.getMessage());
                    pauseFor(letter, pause);
                    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
                    continue;
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.ERROR, "event cannot be sent, dropped: " + letter.event.id(), e);
                }
                pause = FIRST_PAUSE_MILLIS;
                letter.published.run();
                sent();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The oldest letter. It is out of the queue while it is sent, so that nobody replaces it. */
    private Letter next() throws InterruptedException {
        lock.lock();
        try {
            while (letters.isEmpty()) {
                if (closed) {
                    return null;
                }
                changed.await();
            }
            Letter letter = letters.removeFirst();
            if (letter.kind == Kind.HINT) {
                hints--;
            }
            sending = true;
            return letter;
        } finally {
            lock.unlock();
        }
    }

    private boolean sending;

    private void sent() {
        lock.lock();
        try {
            sending = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pauseFor(Letter letter, long millis) throws InterruptedException {
        lock.lock();
        try {
            letters.addFirst(letter);
            if (letter.kind == Kind.HINT) {
                hints++;
            }
            if (!closed) {
                long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
                while (nanos > 0 && !closed) {
                    nanos = changed.awaitNanos(nanos);
                }
            } else {
                changed.await(millis, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return letters.size() + (sending ? 1 : 0);
        } finally {
            lock.unlock();
        }
    }

    /** Sends what waits, for at most so long, then stops. */
    public void close(Duration patience) {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            while ((!letters.isEmpty() || sending) && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
