package io.snapledger.catalog;

import io.snapledger.events.Nullable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a catalog stands. It is saved after the rows that it speaks of: what a crash leaves between the two is read again.
 *
 * @param cluster the Kafka cluster that the offsets belong to; null as long as nothing was read
 * @param offsets how far its ledger was read
 * @param sequence number of the event recorded last, 0 if there is none; an event with a higher one is not recorded yet
 * @param settings what else is remembered, by key
 */
public record Position(@Nullable String cluster, LedgerOffsets offsets, long sequence, Map<String, String> settings) {

    public static final Position START = new Position(null, LedgerOffsets.NONE, 0, Map.of());

    public Position {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    Position at(LedgerOffsets next) {
        return new Position(cluster, offsets.with(next), sequence, settings);
    }

    /** With another number of the event recorded last. */
    public Position at(long last) {
        return new Position(cluster, offsets, last, settings);
    }

    /** With a setting; null forgets it. */
    Position with(String key, @Nullable String value) {
        Map<String, String> changed = new TreeMap<>(settings);
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        return new Position(cluster, offsets, sequence, changed);
    }
}
