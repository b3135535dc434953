package io.snapledger.events.kafka;

import io.snapledger.events.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Keeps events and offsets like a database would: a batch counts whole or not at all. Can be told to fail. */
final class TestProjection implements LedgerPosition, LedgerHandler {

    private List<Event<?>> events = List.of();
    private List<LedgerRecord.Malformed> malformed = List.of();
    private Map<TopicPartition, Long> offsets = Map.of();
    private String clusterId;
    final List<String> resets = new ArrayList<>();
    final List<String> gaps = new ArrayList<>();
    private int failures;
    private int batches;

    /** Makes the next batches fail in the middle. */
    synchronized void failTimes(int times) {
        failures = times;
    }

    synchronized List<Event<?>> events() {
        return events;
    }

    synchronized List<String> ids() {
        return events.stream().map(Event::id).toList();
    }

    synchronized List<LedgerRecord.Malformed> malformed() {
        return malformed;
    }

    synchronized int failuresLeft() {
        return failures;
    }

    synchronized int batches() {
        return batches;
    }

    synchronized void moveTo(TopicPartition partition, long offset) {
        offsets = new HashMap<>(offsets);
        offsets.put(partition, offset);
    }

    @Override
    public synchronized Optional<String> clusterId() {
        return Optional.ofNullable(clusterId);
    }

    @Override
    public synchronized Map<TopicPartition, Long> load() {
        return offsets;
    }

    @Override
    public synchronized void handle(List<LedgerRecord> batch, Map<TopicPartition, Long> nextOffsets) {
        List<Event<?>> moreEvents = new ArrayList<>(events);
        List<LedgerRecord.Malformed> moreMalformed = new ArrayList<>(malformed);
        for (LedgerRecord record : batch) {
            if (record instanceof LedgerRecord.Read read) {
                moreEvents.add(read.event());
            } else if (record instanceof LedgerRecord.Malformed unread) {
                moreMalformed.add(unread);
            }
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("database is locked");
            }
        }
        events = moreEvents;
        malformed = moreMalformed;
        Map<TopicPartition, Long> moved = new HashMap<>(offsets);
        moved.putAll(nextOffsets);
        offsets = moved;
        batches++;
    }

    @Override
    public synchronized void reset(String reason, String newClusterId) {
        resets.add(reason);
        events = List.of();
        malformed = List.of();
        offsets = Map.of();
        clusterId = newClusterId;
    }

    @Override
    public synchronized void gap(TopicPartition partition, long expected, long found) {
        gaps.add(partition.partition() + ": " + expected + " -> " + found);
    }
}
