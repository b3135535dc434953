package io.snapledger.stores.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the path of a tree means. */
final class Trees {

    private Trees() {}

    /** The directory that a path means: where it is a link, what it leads to is replaced, not the link. */
    static Path real(Path path) {
        try {
            return Files.isSymbolicLink(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            return path;
        }
    }
}
