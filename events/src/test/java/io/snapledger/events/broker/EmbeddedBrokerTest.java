package io.snapledger.events.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    Path directory;

    @Test
    void keepsItsIdentityAndItsMessagesOverARestart() throws Exception {
        String id;
        int port;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            port = broker.port();
            id = admin.describeCluster().clusterId().get();
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            send(broker, 0);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.describeCluster().clusterId().get()).isEqualTo(id);
            send(broker, 1);
        }
    }

    private static void send(EmbeddedBroker broker, long expectedOffset) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            long offset =
                    producer.send(new ProducerRecord<>("t", "value")).get().offset();
            assertThat(offset).isEqualTo(expectedOffset);
        }
    }
}
