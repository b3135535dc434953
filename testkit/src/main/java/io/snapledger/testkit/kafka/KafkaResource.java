package io.snapledger.testkit.kafka;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.UUID;

/** Gives a Quarkus test the shared broker, and a topic prefix of its own. */
public final class KafkaResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        String given = System.getenv("TEST_KAFKA_BOOTSTRAP");
        String servers = given == null ? TestBroker.shared().bootstrapServers() : given;
        return Map.of(
                "kafka.bootstrap.servers",
                servers,
                "snapledger.kafka.topic-prefix",
                "t" + UUID.randomUUID().toString().substring(0, 8) + ".",
                "snapledger.internal.token",
                TestSeal.TOKEN,
                "quarkus.kafka.devservices.enabled",
                "false",
                "quarkus.devservices.enabled",
                "false");
    }

    @Override
    public void stop() {
        // The shared broker ends with the JVM.
    }
}
