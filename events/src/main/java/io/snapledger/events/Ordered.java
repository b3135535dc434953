package io.snapledger.events;

import java.util.List;

/** Data of an event that repeats the order of its snapshot. */
public sealed interface Ordered permits DumpRequested, DumpCompleted, DumpFailed {

    /** What the snapshot is of, where it shall rest, and since when. */
    SnapshotOrder order();

    /** Id of the backup. */
    default String backup() {
        return order().backup();
    }

    /** Id of the snapshot. */
    default String snapshot() {
        return order().snapshot();
    }

    /** Name of the plan. */
    default String plan() {
        return order().plan();
    }

    /** Name of the store. */
    default String store() {
        return order().store();
    }

    /** Where the snapshot shall rest. */
    default List<String> repositories() {
        return order().repositories();
    }
}
