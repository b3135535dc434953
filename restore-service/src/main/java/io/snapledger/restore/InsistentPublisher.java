package io.snapledger.restore;

import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.Role;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Goes on until the broker, or the disk, has what it shall have, or the process ends: a restore without its last event would be open for ever. */
final class InsistentPublisher {

    private static final System.Logger LOG = System.getLogger(InsistentPublisher.class.getName());

    /** Longest pause between two tries, in seconds. */
    static final long LONGEST_PAUSE = 30;

    private final String restore;
    private final RestoreDesk.Parts parts;
    private final BooleanSupplier closed;

    InsistentPublisher(String restore, RestoreDesk.Parts parts, BooleanSupplier closed) {
        this.restore = restore;
        this.parts = parts;
        this.closed = closed;
    }

    /** @throws InterruptedException if interrupted, or the process ends */
    void publish(EventData data) throws InterruptedException {
        Event<?> event = Event.of(Role.RESTORE, parts.clock().instant(), data);
        untilItWorks("the ledger has not " + event.id(), () -> parts.publisher().publish(event));
    }

    void untilItWorks(String what, Runnable action) throws InterruptedException {
        for (long pause = 1; !closed.getAsBoolean(); pause = Math.min(LONGEST_PAUSE, pause * 2)) {
            try {
                action.run();
                return;
            } catch (EventPublishException | UncheckedIOException e) {
                LOG.log(System.Logger.Level.WARNING, "restore {0}: {1} yet: {2}", restore, what, e.getMessage());
                TimeUnit.SECONDS.sleep(pause);
            }
        }
        throw new InterruptedException("stopped: " + what);
    }
}
