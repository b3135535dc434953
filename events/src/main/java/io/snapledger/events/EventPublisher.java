package io.snapledger.events;

/** Sends events to the ledger. */
public interface EventPublisher {

    /**
     * Returns once the broker has acknowledged the event (all in-sync replicas). Repeating it with the same event is
     * harmless: consumers deduplicate by {@link Event#identity()}.
     *
     * @throws EventPublishException if the broker did not acknowledge within the publisher's time limit; whether the
     *     event is in the ledger is then unknown
     */
    void publish(Event<?> event);
}
