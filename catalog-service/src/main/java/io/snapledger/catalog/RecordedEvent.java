package io.snapledger.catalog;

import io.snapledger.events.Nullable;

/**
 * An event in the catalog.
 *
 * @param entry the event
 * @param about what it is about, as far as it is known
 * @param number its place in the order of recording
 */
record RecordedEvent(LedgerEntry entry, About about, long number) {

    /** The same event of a plan that it does not name itself. */
    RecordedEvent ofPlan(String plan) {
        return new RecordedEvent(entry, about.with(about.backup(), plan), number);
    }

    /** The same event filed under the backup that it has triggered. */
    RecordedEvent ofBackup(String backup, @Nullable String plan) {
        return new RecordedEvent(entry, about.with(backup, about.plan() == null ? plan : about.plan()), number);
    }
}
