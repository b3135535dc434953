package io.snapledger.events.kafka;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Where a projection stands, kept in the same place as its state. */
public interface LedgerPosition {

    /** The Kafka cluster whose offsets {@link #load} gives; empty if nothing was ever read. */
    Optional<String> clusterId();

    /** The next offset to read for each partition read so far. Partitions that are absent are read from their beginning. */
    Map<TopicPartition, Long> load();
}
