package io.snapledger.stores.files;

import io.snapledger.stores.SnapshotEntry;
import java.util.Optional;

/** How entries of a tree are listed: names as {@link io.snapledger.posix.BytePath#text} tells them. */
final class FilesList {

    private FilesList() {}

    /** The tree itself is not listed. */
    static Optional<SnapshotEntry> of(IndexEntry entry) {
        if (entry.path().isRoot()) {
            return Optional.empty();
        }
        return Optional.of(new SnapshotEntry(
                entry.path().text(),
                type(entry),
                Optional.ofNullable(entry.content()).map(IndexEntry.Content::size),
                Optional.of(entry.attributes().modified().instant()),
                digest(entry)));
    }

    private static String type(IndexEntry entry) {
        return switch (entry.type()) {
            case DIRECTORY -> "directory";
            case FILE -> "file";
            case SYMBOLIC_LINK -> "link";
        };
    }

    /** Of a file's content, or of what a link leads to. */
    private static Optional<String> digest(IndexEntry entry) {
        return switch (entry.type()) {
            case DIRECTORY -> Optional.empty();
            case FILE -> Optional.of(entry.content().hash());
            case SYMBOLIC_LINK -> Optional.of(ContentHash.of(entry.target().bytes()));
        };
    }
}
