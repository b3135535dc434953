package io.snapledger.storage.inbound;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.snapledger.events.Event;
import io.snapledger.events.MalformedEventException;
import io.snapledger.storage.StorageService;
import io.snapledger.storage.wiring.StorageInbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * What Kafka brings. A hint is acknowledged at once, work when it is done, which may take as long as a repository is away: meanwhile
 * the records behind it are worked on, and the group's offset stays where it is. Only a record that is no event of ours goes
 * to the dead-letter topic.
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
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> hint(Message<byte[]> message) {
        try {
            storage.hint(read(message));
            return message.ack();
        } catch (MalformedEventException e) {
            return message.nack(e);
        }
    }

    /** The stage that is returned is that of the hand-over; the next record need not wait for the work on this one. */
    @Incoming("storage-work-in")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    CompletionStage<Void> work(Message<byte[]> message) {
        try {
            storage.accept(read(message)).thenRun(message::ack);
            return CompletableFuture.completedStage(null);
        } catch (MalformedEventException e) {
            return message.nack(e);
        }
    }

    @SuppressWarnings("unchecked") // the deserializers of both channels
    private Event<?> read(Message<byte[]> message) throws MalformedEventException {
        IncomingKafkaRecordMetadata<String, byte[]> kafka = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .orElseThrow(() -> new IllegalStateException("a record without metadata: the channel is not Kafka's"));
        return inbox.read((ConsumerRecord<String, byte[]>) kafka.getRecord());
    }
}
