package io.snapledger.storage.wiring;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.snapledger.events.kafka.TopicSetup;
import io.snapledger.events.kafka.Topics;
import io.snapledger.settings.Installation;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
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
            Installation installation) {
        Topics topics = new Topics(installation.kafka().topicPrefix().orElse(""));
        try (Admin admin = Admin.create(client)) {
            TopicSetup.ensure(admin, topics, installation.kafka().replication(), LIMIT);
        } catch (IllegalStateException e) {
            LOG.warnf("topics could not be looked after: %s", e.getMessage());
        }
    }
}
