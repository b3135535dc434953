package io.snapledger.storage.inbound;

import io.smallrye.common.annotation.Blocking;
import io.snapledger.events.MalformedEventException;
import io.snapledger.storage.StorageService;
import io.snapledger.storage.wiring.StorageInbox;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * What Kafka brings. A method returns once its event may be acknowledged: hints at once, work when the journal has it. Only a
 * record that is no event of ours goes to the dead-letter topic.
 */
@ApplicationScoped
public class EventChannels {

    private final StorageService storage;
    private final StorageInbox inbox;

    EventChannels(StorageService storage, StorageInbox inbox) {
        this.storage = storage;
        this.inbox = inbox;
    }

    @Incoming("storage-hints-in")
    @Blocking
    void hint(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        storage.hint(inbox.read(record));
    }

    @Incoming("storage-work-in")
    @Blocking
    void work(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        storage.accept(inbox.read(record));
    }
}
