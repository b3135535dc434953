package io.snapledger.storage;

/** Does what an accepted event asks for. May run many times for one event, on several replicas at once. */
@FunctionalInterface
public interface WorkHandler {

    /**
     * Returns once everything is done and answered.
     *
     * @throws TryLaterException if something may work later
     * @throws RuntimeException is taken for one of those as well
     */
    void handle(Work work) throws TryLaterException;
}
