package io.snapledger.restore.inbound;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.snapledger.events.Event;
import io.snapledger.events.MalformedEventException;
import io.snapledger.events.RestoreRequested;
import io.snapledger.restore.wiring.RestoreRuntime;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** {@code restore.requested}: remembered durably, then acknowledged; the work itself runs elsewhere. */
@ApplicationScoped
public class RestoreRequests {

    private static final Logger LOG = Logger.getLogger(RestoreRequests.class);

    private final RestoreRuntime runtime;

    RestoreRequests(RestoreRuntime runtime) {
        this.runtime = runtime;
    }

    @Incoming("restore-requested-in")
    @Blocking
    CompletionStage<Void> requested(Message<byte[]> message) {
        try {
            runtime.desk().accept(read(message));
            return message.ack();
        } catch (MalformedEventException | RuntimeException e) {
            LOG.warnf("request goes to the dead letters: %s", e.getMessage());
            return message.nack(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return java.util.concurrent.CompletableFuture.completedFuture(null);
        }
    }

    @SuppressWarnings("unchecked") // the topic tells the type
    private Event<RestoreRequested> read(Message<byte[]> message) throws MalformedEventException {
        ConsumerRecord<?, byte[]> consumed =
                (ConsumerRecord<?, byte[]>) message.getMetadata(IncomingKafkaRecordMetadata.class)
                        .orElseThrow(() -> new IllegalStateException("the message is no Kafka record"))
                        .getRecord();
        return (Event<RestoreRequested>) runtime.codec().read(consumed);
    }
}
