package io.snapledger.repository.directory;

import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryFullException;
import io.snapledger.repository.RepositoryReadOnlyException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;

/** Turns what a file system says into what a repository says. */
final class Failures {

    private Failures() {}

    /** What cannot be read for lack of a right is no matter of writing. */
    static RepositoryException reading(String key, Object root, IOException e) {
        return e instanceof AccessDeniedException
                ? new RepositoryException.Permanent(
                        "repository-denied", "cannot read " + key + " in " + root + ": " + e.getMessage(), e)
                : of("read " + key, root, e);
    }

    /**
     * @param what verb and object, such as {@code write segments/…}
     */
    static RepositoryException of(String what, Object root, IOException e) {
        String said = String.valueOf(e.getMessage());
        String lower = said.toLowerCase(Locale.ROOT);
        String fact = "cannot " + what + " in " + root + ": " + said;
        if (lower.contains("no space left") || lower.contains("quota exceeded")) {
            return new RepositoryFullException(fact + "; HINT: make room, the upload goes on by itself", e);
        }
        if (e instanceof AccessDeniedException || lower.contains("read-only file system")) {
            return new RepositoryReadOnlyException(
                    fact + "; HINT: let the user of storage-service write to this directory", e);
        }
        return new RepositoryException.Transient("repository-io", fact, e);
    }
}
