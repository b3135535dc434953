package io.snapledger.restore;

import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventData;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.RestoreCompleted;
import io.snapledger.events.RestoreFailed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What was published, as readers see it: an event with the same identity counts once. Refuses what the real one refuses. */
final class Ledger implements EventPublisher {

    private static final EventCodec CODEC = new EventCodec(Stage.CLOCK);

    private final Map<String, EventData> events = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<Event<?>> log = new ArrayList<>();
    private final List<Consumer<Event<?>>> readers = new ArrayList<>();
    volatile boolean away;
    volatile Pause before = Pause.NEVER;
    volatile Class<?> pausing = Void.class;

    @Override
    public void publish(Event<?> event) {
        byte[] unused = CODEC.data(event); // an event that is too long cannot be sent
        if (pausing.isInstance(event.data())) {
            try {
                before.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (Thread.currentThread().isInterrupted() || away) {
            throw new EventPublishException("Kafka has not acknowledged " + event.id(), null);
        }
        events.putIfAbsent(event.identity(), event.data());
        append(event);
    }

    private synchronized void append(Event<?> event) {
        log.add(event);
        readers.forEach(reader -> reader.accept(event));
    }

    /** Reads everything, from the beginning on. */
    synchronized void read(Consumer<Event<?>> reader) {
        log.forEach(reader);
        readers.add(reader);
    }

    <T> List<T> all(Class<T> type) {
        synchronized (events) {
            return events.values().stream()
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }
    }

    /** The events that say how restores ended. */
    List<EventData> ends() {
        List<EventData> ends = new ArrayList<>(all(RestoreCompleted.class));
        ends.addAll(all(RestoreFailed.class));
        return ends;
    }
}
