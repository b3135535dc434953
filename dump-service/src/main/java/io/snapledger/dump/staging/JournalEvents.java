package io.snapledger.dump.staging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.events.Event;
import io.snapledger.events.EventCodec;
import io.snapledger.events.EventData;
import io.snapledger.events.MalformedEventException;
import java.io.IOException;

/** Events as the journal keeps them: CloudEvents in structured mode. */
final class JournalEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventCodec codec;

    JournalEvents(EventCodec codec) {
        this.codec = codec;
    }

    JsonNode json(Event<?> event) throws IOException {
        return JSON.readTree(codec.structured(event));
    }

    Event<?> read(JsonNode json) throws IOException {
        try {
            return codec.readStructured(JSON.writeValueAsBytes(json));
        } catch (MalformedEventException e) {
            throw new IOException("the journal holds an event that cannot be read: " + e.getMessage(), e);
        }
    }

    <D extends EventData> Event<D> read(JsonNode json, Class<D> type) throws IOException {
        Event<?> event = read(json);
        return new Event<>(event.id(), event.source(), event.time(), type.cast(event.data()), event.extensions());
    }
}
