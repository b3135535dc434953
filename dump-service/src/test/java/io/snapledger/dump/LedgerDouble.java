package io.snapledger.dump;

import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventData;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.MalformedEventException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One topic in memory, read by every control view; as strict as the real one: what cannot be written as an event is refused. */
final class LedgerDouble implements EventPublisher {

    private final EventCodec codec = new EventCodec();
    private final List<Event<?>> events = new CopyOnWriteArrayList<>();
    private final List<Consumer<Event<?>>> readers = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    /** The reader hears what was published before, too. */
    synchronized void readBy(Consumer<Event<?>> reader) {
        events.forEach(reader);
        readers.add(reader);
    }

    void away(boolean isAway) {
        away = isAway;
    }

    @Override
    public synchronized void publish(Event<?> event) {
        if (away) {
            throw new EventPublishException("the broker is away", null);
        }
        Event<?> read;
        try {
            read = codec.readStructured(codec.structured(event));
        } catch (MalformedEventException e) {
            throw new IllegalArgumentException(e);
        }
        events.add(read);
        readers.forEach(reader -> reader.accept(read));
    }

    <D extends EventData> List<D> all(Class<D> type) {
        return events.stream()
                .map(Event::data)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    List<String> ids() {
        return events.stream().map(Event::id).toList();
    }
}
