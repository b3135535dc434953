package io.snapledger.scheduler;

import java.util.Set;

/** The constant words for failures that the scheduler itself finds, and what it knows of those of others. */
final class Reasons {

    static final String NOT_STARTED = "not-started";
    static final String WORKER_LOST = "worker-lost";
    static final String UPLOAD_UNANSWERED = "upload-unanswered";
    static final String LOST_TO_OTHER_ATTEMPT = "lost-to-other-attempt";
    static final String ABORTED = "aborted";
    static final String DEADLINE = "deadline";
    static final String SUPERSEDED = "superseded";
    static final String CANCELLED = "cancelled";
    static final String UNKNOWN_REPOSITORY = "unknown-repository";
    static final String UNDECIDED = "undecided";

    /** Failures that say nothing about the next attempt: it is requested without a pause. */
    private static final Set<String> AT_ONCE =
            Set.of(WORKER_LOST, UPLOAD_UNANSWERED, "worker-restarted", "segment-lost", "owner-gone");

    private Reasons() {}

    static boolean needsNoPause(String reason) {
        return AT_ONCE.contains(reason);
    }
}
