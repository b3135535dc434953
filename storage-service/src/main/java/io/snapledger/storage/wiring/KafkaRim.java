package io.snapledger.storage.wiring;

import io.snapledger.events.kafka.KafkaEventCodec;
import io.snapledger.events.kafka.KafkaEventPublisher;

/** Storage-service's own connection to Kafka. */
record KafkaRim(KafkaEventCodec codec, KafkaEventPublisher publisher) {}
