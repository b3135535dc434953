package io.snapledger.stores.files;

import io.snapledger.posix.BytePath;
import io.snapledger.stores.Evidence;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The Git directories that a snapshot's evidence knows, those that were kept as plain files too. */
final class GitDirectories {

    private final Set<BytePath> directories = new HashSet<>();

    GitDirectories(Evidence evidence) {
        evidence.namesBelow("repository").forEach(name -> directories.add(BytePath.of(Evidence.unescaped(name))));
    }

    /** The innermost one that something lies in. */
    Optional<BytePath> around(BytePath path) {
        for (BytePath above = path; !above.isRoot() && !directories.isEmpty(); ) {
            above = above.parent();
            if (directories.contains(above)) {
                return Optional.of(above);
            }
        }
        return Optional.empty();
    }

    /** Whether a file belongs to the digest of the tree. */
    boolean isCounted(BytePath file) {
        return around(file)
                .map(git -> file.text().substring(git.isRoot() ? 0 : git.text().length() + 1))
                .filter(GitLayout::isVolatile)
                .isEmpty();
    }
}
