package io.snapledger.catalog;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * Where in Kafka a record stands.
 *
 * @param topic name of the topic, prefix included
 * @param partition from 0
 * @param offset from 0
 */
public record Coordinates(String topic, int partition, long offset) implements Comparable<Coordinates> {

    private static final Comparator<Coordinates> ORDER = Comparator.comparing(Coordinates::topic)
            .thenComparingInt(Coordinates::partition)
            .thenComparingLong(Coordinates::offset);

    public Coordinates {
        requireNonNull(topic, "topic is missing");
    }

    @Override
    public int compareTo(Coordinates other) {
        return ORDER.compare(this, other);
    }
}
