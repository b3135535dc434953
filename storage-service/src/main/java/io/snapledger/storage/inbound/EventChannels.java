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

    @Incoming("storage-segment-staged-in")
    @Blocking
    void segmentStaged(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        storage.hint(inbox.read(record));
    }

    @Incoming("storage-dump-completed-in")
    @Blocking
    void dumpCompleted(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        storage.accept(inbox.read(record));
    }

    @Incoming("storage-dump-failed-in")
    @Blocking
    void dumpFailed(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        storage.accept(inbox.read(record));
    }

    @Incoming("storage-backup-cancelled-in")
    @Blocking
    void backupCancelled(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        storage.accept(inbox.read(record));
    }

    @Incoming("storage-snapshot-expired-in")
    @Blocking
    void snapshotExpired(ConsumerRecord<String, byte[]> record) throws MalformedEventException {
        storage.accept(inbox.read(record));
    }
}
