package io.snapledger.settings;

import java.util.Optional;

/**
 * How Kafka is used, {@code snapledger.kafka}.
 *
 * @param topicPrefix what the names of all topics and consumer groups begin with, for several installations on one cluster
 * @param replication copies of each topic that is made because it is missing
 */
public record KafkaSection(
        Optional<String> topicPrefix,
        @Setting(byDefault = "1", least = "1") short replication) {}
