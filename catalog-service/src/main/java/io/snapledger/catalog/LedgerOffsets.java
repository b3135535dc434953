package io.snapledger.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How far the ledger was read.
 *
 * @param next the next record to read, partition by partition; partitions that are absent are read from their beginning
 */
public record LedgerOffsets(List<Coordinates> next) {

    public static final LedgerOffsets NONE = new LedgerOffsets(List.of());

    /** A partition of a topic. */
    private record Partition(String topic, int number) {}

    public LedgerOffsets {
        next = next.stream().sorted().toList();
        if (next.stream().map(LedgerOffsets::partition).distinct().count() < next.size()) {
            throw new IllegalArgumentException("a partition has two offsets: " + next);
        }
    }

    /** These, but for the partitions of others: there theirs. */
    public LedgerOffsets with(LedgerOffsets others) {
        Map<Partition, Coordinates> all = new HashMap<>();
        next.forEach(it -> all.put(partition(it), it));
        others.next.forEach(it -> all.put(partition(it), it));
        return new LedgerOffsets(List.copyOf(all.values()));
    }

    private static Partition partition(Coordinates it) {
        return new Partition(it.topic(), it.partition());
    }
}
