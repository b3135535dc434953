package io.snapledger.storage;

import io.snapledger.repository.RepositoryFullException;
import io.snapledger.repository.RepositoryReadOnlyException;
import java.util.Set;

/** The constant words in {@code upload.failed} and {@code snapshot.kept}, besides the codes of repositories. */
final class Reasons {

    static final String SEGMENT_LOST = "segment-lost";
    static final String LOST_TO_OTHER_ATTEMPT = "lost-to-other-attempt";
    static final String OWNER_GONE = "owner-gone";
    static final String KEYS_MISSING = "keys-missing";
    static final String UNKNOWN_REPOSITORY = "unknown-repository";
    static final String EVENT_REFUSED = "event-refused";
    static final String PROVEN_TOO_FEW = "proven-too-few";
    static final String NOT_COMMITTED = "not-committed";

    private static final Set<String> REFUSALS = Set.of(RepositoryFullException.CODE, RepositoryReadOnlyException.CODE);

    private Reasons() {}

    /** Whether a repository refuses to be written until somebody does something about it. */
    static boolean isRefusal(String code) {
        return REFUSALS.contains(code);
    }
}
