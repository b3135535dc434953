package io.snapledger.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits until the catalog says that something has ended. Live events only say when to look again: where none come it looks every
 * second. A catalog that has nothing to say is told at once and then every ten seconds, with what another service knows meanwhile.
 */
public final class Waiting {

    private static final long LOOK_MILLIS = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SAY_EACH = Duration.ofSeconds(10);

    private final Services services;
    private final Silence silence;

    /**
     * @param say told in words while the catalog has nothing to say
     * @param elsewhere what another service knows of the work; empty if nothing
     */
    public Waiting(Services services, Consumer<String> say, Supplier<String> elsewhere) {
        this(services, new Silence(say, elsewhere, SAY_EACH));
    }

    Waiting(Services services, Silence silence) {
        this.services = services;
        this.silence = silence;
    }

    /**
     * Waits.
     *
     * @param path of the thing in the catalog
     * @param events path of its live events
     * @param ended whether it has
     * @param timeout null: as long as it takes
     * @param looked told each time what there is
     * @return how it ended
     * @throws CliException {@code TIMED_OUT}; {@code UNREACHABLE} if the catalog is away for a minute in which nobody else knows of the
     *     work
     */
    public JsonNode until(
            String path, String events, Predicate<JsonNode> ended, Duration timeout, Consumer<JsonNode> looked) {
        Semaphore happened = new Semaphore(0);
        Thread listener = listen(events, happened);
        try {
            long began = System.nanoTime();
            long answered = began;
            while (true) {
                try {
                    JsonNode now = services.find(Service.CATALOG, path);
                    answered = System.nanoTime();
                    if (now.isMissingNode()) {
                        silence.lacks();
                    } else {
                        silence.ends();
                        looked.accept(now);
                        if (ended.test(now)) {
                            return now;
                        }
                    }
                } catch (CliException e) {
                    if (e.exit() != Exit.UNREACHABLE || since(answered).compareTo(PATIENCE) > 0) {
                        throw e;
                    }
                    if (silence.isBrokenElsewhere(e)) {
                        answered = System.nanoTime();
                    }
                }
                if (timeout != null && since(began).compareTo(timeout) >= 0) {
                    throw new CliException(
                            Exit.TIMED_OUT, "timed-out", "not ended within " + timeout.toSeconds() + " s; it goes on");
                }
                happened.tryAcquire(pause(timeout, began), TimeUnit.MILLISECONDS);
                happened.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(Exit.INTERRUPTED, "interrupted", "interrupted; the work goes on", e);
        } finally {
            listener.interrupt();
        }
    }

    private static long pause(Duration timeout, long began) {
        long left = timeout == null ? LOOK_MILLIS : timeout.minus(since(began)).toMillis();
        return Math.max(1, Math.min(LOOK_MILLIS, left));
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private Thread listen(String events, Semaphore happened) {
        Thread thread = new Thread(
                () -> {
                    try {
                        new EventFeed(services, events).follow(() -> {}, event -> happened.release());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        System.getLogger(Waiting.class.getName())
                                .log(System.Logger.Level.DEBUG, "no live events, looking each second", e);
                    }
                },
                "events");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
