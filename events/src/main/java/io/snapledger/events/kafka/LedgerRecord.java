package io.snapledger.events.kafka;

import io.snapledger.events.Event;
import io.snapledger.events.MalformedEventException;
import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/** What a ledger reader found at one offset. */
public sealed interface LedgerRecord {

    TopicPartition partition();

    long offset();

    /** The record's timestamp in Kafka; the event has its own time. */
    Instant timestamp();

    /**
     * An event.
     *
     * @param partition topic and partition
     * @param offset offset within the partition
     * @param timestamp timestamp of the record
     * @param event the event
     */
    record Read(TopicPartition partition, long offset, Instant timestamp, Event<?> event) implements LedgerRecord {}

    /**
     * A record that is not an event of ours. It is in the service's dead-letter topic already.
     *
     * @param partition topic and partition
     * @param offset offset within the partition
     * @param timestamp timestamp of the record
     * @param reason why
     */
    record Malformed(TopicPartition partition, long offset, Instant timestamp, MalformedEventException reason)
            implements LedgerRecord {}
}
