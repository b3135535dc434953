package io.snapledger.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.snapledger.events.EventType;
import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * An event as it is shown.
 *
 * @param sequence number in the order in which this catalog recorded it
 * @param id id attribute
 * @param source source attribute
 * @param type type attribute, e.g. `io.snapledger.dump.started.v1`
 * @param subject subject attribute
 * @param time when the fact happened
 * @param backup id of the backup it is about
 * @param snapshot id of the snapshot
 * @param plan name of the plan
 * @param store name of the store
 * @param restore id of the restore
 * @param causation id of the event that caused it
 * @param topic Kafka topic, prefix included
 * @param partition Kafka partition
 * @param offset Kafka offset
 * @param extensions further extension attributes
 * @param data its data, JSON
 */
public record LedgerEvent(
        long sequence,
        String id,
        String source,
        String type,
        String subject,
        Instant time,
        @Nullable String backup,
        @Nullable String snapshot,
        @Nullable String plan,
        @Nullable String store,
        @Nullable String restore,
        @Nullable String causation,
        @Nullable String topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        Map<String, String> extensions,
        @JsonProperty("data") @JsonRawValue String data) {

    private static final String CAUSATION = "causationid";

    /** The parts of an event; the one that caused it is an extension attribute. */
    static LedgerEvent of(
            long sequence,
            String id,
            String source,
            String type,
            String subject,
            Instant time,
            About about,
            @Nullable Coordinates at,
            Map<String, String> extensions,
            String data) {
        Map<String, String> others = new TreeMap<>(extensions);
        String causation = others.remove(CAUSATION);
        return new LedgerEvent(
                sequence,
                id,
                source,
                type,
                subject,
                time,
                about.backup(),
                about.snapshot(),
                about.plan(),
                about.store(),
                about.restore(),
                causation,
                at == null ? null : at.topic(),
                at == null ? null : at.partition(),
                at == null ? null : at.offset(),
                others,
                data);
    }

    /** What this catalog holds one event for, see {@link LedgerEntry#key()}. */
    @JsonIgnore
    public String key() {
        return LedgerEntry.key(EventType.ofCeType(type).orElseThrow(), subject, source + "#" + id);
    }

    /** The same event without what depends on when this catalog recorded it. */
    LedgerEvent canonical() {
        return new LedgerEvent(
                0,
                id,
                source,
                type,
                subject,
                time,
                backup,
                snapshot,
                plan,
                store,
                restore,
                causation,
                topic,
                partition,
                offset,
                extensions,
                data);
    }
}
