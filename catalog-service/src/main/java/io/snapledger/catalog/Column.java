package io.snapledger.catalog;

import java.util.Locale;

/** What rows are found by, beside their key, time and number. */
public enum Column {
    /** The key of the row itself. */
    KEY,
    PLAN,
    STORE,
    KIND,
    STATE,
    REPOSITORY,
    /** A repository and the state of the snapshot there, see {@link Rows#copy}. */
    COPY,
    BACKUP,
    SNAPSHOT,
    RESTORE,
    TYPE,
    SUBJECT,
    /** The event that asked for a backup. */
    TRIGGER,
    /** Whether an event is a fact, a heartbeat or a hint, see {@link Rows}. */
    WEIGHT;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
