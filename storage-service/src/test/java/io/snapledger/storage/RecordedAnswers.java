package io.snapledger.storage;

import io.snapledger.events.Event;
import io.snapledger.events.EventData;
import io.snapledger.events.EventPublishException;
import io.snapledger.events.EventPublisher;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was published, and can be a broker that is away. */
final class RecordedAnswers implements EventPublisher {

    private final List<Event<?>> events = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    @Override
    public void publish(Event<?> event) {
        if (away) {
            throw new EventPublishException("the broker is away", null);
        }
        events.add(event);
    }

    void away(boolean now) {
        away = now;
    }

    List<Event<?>> all() {
        return List.copyOf(events);
    }

    <D extends EventData> List<D> of(Class<D> type) {
        return events.stream()
                .map(Event::data)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Identities, each once. */
    List<String> identities() {
        return events.stream().map(Event::identity).distinct().toList();
    }
}
