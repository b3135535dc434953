package io.snapledger.dump.inbound;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.snapledger.dump.DumpDesk.Answer;
import io.snapledger.dump.wiring.DumpRuntime;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.Event;
import io.snapledger.events.MalformedEventException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * {@code dump.requested}, one at a time: the next record is asked for only when the stage of this one is complete, so that a record
 * that waits for a slot pauses the consumer, which goes on polling and stays in its group for hours. A record is acknowledged, and
 * its offset committed, when its claim is in the ledger; a record that the stopping service leaves is not.
 */
@ApplicationScoped
public class DumpRequests {

    private static final Logger LOG = Logger.getLogger(DumpRequests.class);

    private final DumpRuntime runtime;
    private final ExecutorService desk = Executors.newSingleThreadExecutor(runnable -> {
        Thread thread = new Thread(runnable, "dump-desk");
        thread.setDaemon(true);
        return thread;
    });

    DumpRequests(DumpRuntime runtime) {
        this.runtime = runtime;
    }

    @Incoming("dump-requested-in")
    CompletionStage<Void> requested(Message<byte[]> message) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        desk.execute(() -> handle(message).whenComplete((nothing, failure) -> {
            if (failure != null) { // e.g. the partition was taken away: its new owner sees the claim and passes
                LOG.warnf("record not acknowledged: %s", failure.getMessage());
            }
            done.complete(null);
        }));
        return done;
    }

    private CompletionStage<Void> handle(Message<byte[]> message) {
        try {
            Answer answer = runtime.desk().take(read(message));
            return answer == Answer.CLOSED ? leave() : message.ack();
        } catch (MalformedEventException e) {
            LOG.warnf("record goes to the dead letters: %s", e.getMessage());
            return message.nack(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return leave();
        } catch (RuntimeException e) {
            LOG.error("request could not be handled; it goes to the dead letters", e);
            return message.nack(e);
        }
    }

    /** Neither acknowledged nor refused, and the next one is not asked for: the service stops. */
    private static CompletionStage<Void> leave() {
        return new CompletableFuture<>();
    }

    @SuppressWarnings("unchecked")
    private Event<DumpRequested> read(Message<byte[]> message) throws MalformedEventException {
        ConsumerRecord<?, byte[]> consumed =
                (ConsumerRecord<?, byte[]>) message.getMetadata(IncomingKafkaRecordMetadata.class)
                        .orElseThrow(() -> new IllegalStateException("the message is no Kafka record"))
                        .getRecord();
        return (Event<DumpRequested>) runtime.codec().read(consumed);
    }

    @PreDestroy
    void close() {
        desk.shutdownNow();
    }
}
