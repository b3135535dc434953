package io.snapledger.scheduler;

import io.snapledger.events.BackupTriggered;
import io.snapledger.events.Event;

/** What a decision asks the world to do. */
public sealed interface Effect {

    /**
     * Publish an event. Its id is deterministic: publishing it again changes nothing.
     *
     * @param event the event
     */
    record Publish(Event<?> event) implements Effect {}

    /**
     * Remember that a trigger was handled, so that the next copy of it is {@code seen}.
     *
     * @param trigger source and id, as {@code source#id}
     * @param backup the backup that it made or would have made
     */
    record Remember(String trigger, String backup) implements Effect {}

    /**
     * A trigger asks for what is not there: log it and put it aside with its reason.
     *
     * @param trigger the trigger
     * @param code constant word
     * @param message fact, values and hint
     */
    record Reject(Event<BackupTriggered> trigger, String code, String message) implements Effect {}
}
