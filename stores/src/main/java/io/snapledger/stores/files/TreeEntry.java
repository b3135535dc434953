package io.snapledger.stores.files;

import io.snapledger.posix.BytePath;
import io.snapledger.posix.Status;

/**
 * One thing in a tree.
 *
 * @param path relative to the tree; the root for the tree itself
 * @param status what the system knew of it when it was looked at
 */
record TreeEntry(BytePath path, Status status) {

    /** Its path for people. */
    String name() {
        return path.text();
    }

    /** The same for all names of one file. */
    FileId id() {
        return new FileId(status.device(), status.inode());
    }

    /** Whether the file is still as it was, by size and time. */
    boolean isUnchanged(Status now) {
        return now.isSameFile(status)
                && now.size() == status.size()
                && now.modified().equals(status.modified());
    }

    /** What tells a file from all others, whatever its names. */
    record FileId(long device, long inode) {}
}
