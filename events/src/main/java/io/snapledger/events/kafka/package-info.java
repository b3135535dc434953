/** Events over Kafka: topics, the CloudEvents Kafka binding, a publisher, and readers for state projections. */
package io.snapledger.events.kafka;
