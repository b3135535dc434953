package io.snapledger.storage.wiring;

import io.snapledger.events.Event;
import io.snapledger.events.MalformedEventException;
import io.snapledger.events.kafka.KafkaEventCodec;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what the channels bring. */
public final class StorageInbox {

    private final KafkaEventCodec codec;

    StorageInbox(KafkaEventCodec codec) {
        this.codec = codec;
    }

    /**
     * @throws MalformedEventException if it is no event of its topic; the record belongs into the dead-letter topic then
     */
    public Event<?> read(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        return codec.read(record);
    }
}
