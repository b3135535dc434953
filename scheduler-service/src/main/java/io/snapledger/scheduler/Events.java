package io.snapledger.scheduler;

import io.snapledger.events.EventData;
import io.snapledger.events.Identities;

/** What the scheduler needs to know of events of which it does not yet care what they say. */
final class Events {

    private Events() {}

    /** The backup of an event whose subject is a snapshot; empty if it is none. */
    static String backupOf(EventData data) {
        String subject = data.subject();
        int dash = subject.lastIndexOf('-');
        return Identities.isSnapshot(subject) ? subject.substring(0, dash) : "";
    }
}
