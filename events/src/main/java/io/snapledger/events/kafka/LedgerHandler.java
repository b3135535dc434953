package io.snapledger.events.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A projection of the ledger. All its methods are called by one thread, the reader's. */
public interface LedgerHandler {

    /**
     * Applies a batch and remembers the offsets, both in ONE transaction, so that a crash repeats a batch or nothing; or the offsets last,
     * where a batch that comes twice leaves the same state.
     * Within a partition the records come in order; events may be repeated by their writers.
     *
     * @param batch never empty
     * @param nextOffsets the next offset to read, for the partitions of the batch only
     * @throws Exception rolls back; the same batch comes again after a pause, and readiness tells the trouble meanwhile
     */
    void handle(List<LedgerRecord> batch, Map<TopicPartition, Long> nextOffsets) throws Exception;

    /**
     * The saved offsets do not belong to this log: forget offsets (and state, if it shall be rebuilt from the log), and
     * remember the cluster id, in one transaction. Then {@link LedgerPosition#load} is asked again. Called before the
     * first read ever, after Kafka was replaced by another cluster, and after a log was rolled back.
     *
     * @param reason in words, for the log
     * @param clusterId id of the Kafka cluster that is read from now on
     */
    void reset(String reason, String clusterId) throws Exception;

    /**
     * Records were removed before they were read, normally because the retention time passed while the service was
     * down. Reading goes on behind the gap.
     *
     * @param expected the offset that was to be read next
     * @param found the first offset that is still there
     */
    default void gap(TopicPartition partition, long expected, long found) throws Exception {}
}
