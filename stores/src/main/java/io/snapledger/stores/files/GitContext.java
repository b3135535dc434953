package io.snapledger.stores.files;

import java.util.Optional;

/**
 * The repository whose Git directory is being walked.
 *
 * @param name of the Git directory, relative to the tree
 * @param capture its refs at one moment; empty if it is kept as plain files
 */
record GitContext(String name, Optional<RefsCapture> capture) {

    /** Whether the walk passes it by: it was captured before, or came after that moment. */
    boolean isPassedBy(String nameInGitDirectory) {
        return capture.isPresent()
                && (GitLayout.holdsRefs(nameInGitDirectory)
                        || capture.get().files().containsKey(nameInGitDirectory))
                && !capture.get().strange().containsKey(nameInGitDirectory);
    }
}
