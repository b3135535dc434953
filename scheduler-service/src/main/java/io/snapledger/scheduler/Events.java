package io.snapledger.scheduler;

import io.snapledger.events.EventData;

/** What the scheduler needs to know of events of which it does not yet care what they say. */
final class Events {

    private Events() {}

    /** The backup of an event whose subject is a snapshot; empty if it cannot be one. */
    static String backupOf(EventData data) {
        String subject = data.subject();
        return subject.substring(0, Math.max(0, subject.lastIndexOf('-')));
    }

    /** The number of an attempt that was checked when it was read: this is asked for at each event. */
    static int numberOf(String attempt) {
        return Integer.parseInt(attempt, 0, attempt.indexOf('-'), 10);
    }
}
