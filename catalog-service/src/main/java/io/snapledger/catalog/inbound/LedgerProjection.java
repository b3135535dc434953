package io.snapledger.catalog.inbound;

import io.snapledger.catalog.Catalog;
import io.snapledger.catalog.Coordinates;
import io.snapledger.catalog.LedgerEntry;
import io.snapledger.catalog.LedgerOffsets;
import io.snapledger.catalog.Unreadable;
import io.snapledger.events.EventType;
import io.snapledger.events.kafka.LedgerHandler;
import io.snapledger.events.kafka.LedgerPosition;
import io.snapledger.events.kafka.LedgerRecord;
import io.snapledger.events.kafka.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** The ledger flows into a catalog: rows first, offsets last, so that a crash repeats a batch and loses nothing. */
public final class LedgerProjection implements LedgerHandler, LedgerPosition {

    private static final Logger LOG = Logger.getLogger(LedgerProjection.class);

    /** Kept by Kafka for some days only, and of no weight for what is shown of older times. */
    private static final Set<EventType> SHORT_LIVED =
            Set.of(EventType.SEGMENT_STAGED, EventType.DUMP_PROGRESS, EventType.RESTORE_PROGRESS);

    /** What happens to a store that begins anew. */
    public interface Reset {

        /**
         * @param reason in words
         * @param before the Kafka cluster that was read so far, empty at the very first start
         * @param clusterId the cluster that is read from now on
         */
        void reset(Catalog catalog, String reason, Optional<String> before, String clusterId);
    }

    private final Catalog store;
    private final Topics topics;
    private final Reset reset;
    private final Runnable changed;

    /** @param changed called after each change of the rows */
    public LedgerProjection(Catalog store, Topics topics, Reset reset, Runnable changed) {
        this.store = store;
        this.topics = topics;
        this.reset = reset;
        this.changed = changed;
    }

    @Override
    public Optional<String> clusterId() {
        return store.clusterId();
    }

    @Override
    public Map<TopicPartition, Long> load() {
        return partitions(store.offsets());
    }

    @Override
    public void handle(List<LedgerRecord> batch, Map<TopicPartition, Long> nextOffsets) {
        List<LedgerEntry> entries = new ArrayList<>(batch.size());
        List<Unreadable> unreadable = new ArrayList<>();
        for (LedgerRecord record : batch) {
            Coordinates at = at(record.partition(), record.offset());
            if (record instanceof LedgerRecord.Read read) {
                entries.add(LedgerEntry.of(read.event(), at));
            } else if (record instanceof LedgerRecord.Malformed malformed) {
                unreadable.add(unreadable(at, malformed));
            }
        }
        try {
            store.apply(entries, unreadable, offsets(nextOffsets));
        } catch (IllegalArgumentException e) {
            LOG.warnf("a batch holds an event that cannot be kept, taking its events one by one: %s", e.getMessage());
            oneByOne(batch);
        }
        changed.run();
    }

    /** An event that passed the codec and still cannot be kept must not stop those behind it. */
    private void oneByOne(List<LedgerRecord> batch) {
        for (LedgerRecord record : batch) {
            Coordinates at = at(record.partition(), record.offset());
            LedgerOffsets next = new LedgerOffsets(List.of(at(record.partition(), record.offset() + 1)));
            try {
                if (record instanceof LedgerRecord.Read read) {
                    store.apply(List.of(LedgerEntry.of(read.event(), at)), List.of(), next);
                } else if (record instanceof LedgerRecord.Malformed malformed) {
                    store.apply(List.of(), List.of(unreadable(at, malformed)), next);
                }
            } catch (IllegalArgumentException e) {
                LOG.errorf(e, "the event at %s cannot be kept", at);
                store.apply(
                        List.of(),
                        List.of(unreadable(at, "cannot-be-kept", String.valueOf(e.getMessage()), record)),
                        next);
            }
        }
    }

    @Override
    public void reset(String reason, String clusterId) {
        Optional<String> before = store.clusterId();
        LOG.infof("the catalog reads Kafka cluster %s from its beginning: %s", clusterId, reason);
        reset.reset(store, reason, before, clusterId);
        changed.run();
    }

    @Override
    public void gap(TopicPartition partition, long expected, long found) {
        boolean noticeable = topics.typeOf(partition.topic())
                .filter(type -> !SHORT_LIVED.contains(type))
                .isPresent();
        if (!noticeable) {
            return;
        }
        String message = "records " + expected + " to " + (found - 1) + " of " + partition
                + " were removed by Kafka before the catalog read them";
        LOG.warnf("%s; HINT: rebuild from a repository shows what became of their snapshots", message);
        store.gap(new Unreadable(at(partition, expected), found, "removed", message, null), message);
        changed.run();
    }

    private static Unreadable unreadable(Coordinates at, LedgerRecord.Malformed record) {
        return unreadable(at, record.reason().code(), record.reason().getMessage(), record);
    }

    private static Unreadable unreadable(Coordinates at, String code, String message, LedgerRecord record) {
        return new Unreadable(at, at.offset() + 1, code, message, record.timestamp());
    }

    /** Offsets as Kafka's clients know them. */
    public static Map<TopicPartition, Long> partitions(LedgerOffsets offsets) {
        Map<TopicPartition, Long> next = new HashMap<>();
        offsets.next().forEach(it -> next.put(new TopicPartition(it.topic(), it.partition()), it.offset()));
        return next;
    }

    /** Offsets of Kafka's clients as the catalog keeps them. */
    public static LedgerOffsets offsets(Map<TopicPartition, Long> next) {
        return new LedgerOffsets(next.entrySet().stream()
                .map(it -> at(it.getKey(), it.getValue()))
                .toList());
    }

    private static Coordinates at(TopicPartition partition, long offset) {
        return new Coordinates(partition.topic(), partition.partition(), offset);
    }
}
