package io.snapledger.storage.wiring;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.snapledger.events.kafka.TopicSetup;
import io.snapledger.events.kafka.Topics;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Makes the topics before the channels look for them. A broker that is away delays the start a little and no more. */
@ApplicationScoped
public class StorageTopics {

    private static final Logger LOG = Logger.getLogger(StorageTopics.class);
    private static final int BEFORE_SERVICE = 400;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    void ensure(
            @Observes @Priority(BEFORE_SERVICE) StartupEvent event,
            @Identifier("default-kafka-broker") Map<String, Object> client,
            @ConfigProperty(name = "snapledger.kafka.topic-prefix") Optional<String> prefix,
            @ConfigProperty(name = "snapledger.kafka.replication", defaultValue = "1") short replication) {
        try (Admin admin = Admin.create(client)) {
            TopicSetup.ensure(admin, new Topics(prefix.orElse("")), replication, LIMIT);
        } catch (IllegalStateException e) {
            LOG.warnf("topics could not be looked after: %s", e.getMessage());
        }
    }
}
