package io.snapledger.cli;

import java.util.Iterator;
import java.util.List;

/** The states that lists are filtered by, as the catalog words them. */
final class States {

    static final String DESCRIPTION = "Only in this state: ${COMPLETION-CANDIDATES}.";

    private static final List<String> OF_BACKUPS = List.of(
            "running", "cancelling", "complete", "partial", "failed", "cancelled", "undecided", "history-unknown");
    private static final List<String> OF_SNAPSHOTS = List.of(
            "planned",
            "requested",
            "dumping",
            "dumped",
            "failed",
            "aborted",
            "committed",
            "verified",
            "damaged",
            "expired",
            "deleted",
            "history-unknown");
    private static final List<String> OF_RESTORES =
            List.of("requested", "pending", "planned", "running", "completed", "failed", "cancelled");

    private States() {}

    /** Candidates for the help and the completion of shells. */
    static final class OfBackups implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return OF_BACKUPS.iterator();
        }
    }

    /** Candidates for the help and the completion of shells. */
    static final class OfSnapshots implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return OF_SNAPSHOTS.iterator();
        }
    }

    /** Candidates for the help and the completion of shells. */
    static final class OfRestores implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return OF_RESTORES.iterator();
        }
    }
}
