package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Timestamp;
import java.util.List;

/**
 * One thing in an archive.
 *
 * @param path relative to the tree; the root for the tree itself
 * @param type what it is
 * @param mode permission bits, with set-uid, set-gid and sticky
 * @param owner number of the user
 * @param group number of the group
 * @param size of a file's content, holes included
 * @param modified when its content changed last
 * @param target what a symbolic link leads to, else null
 * @param firstName another name of the same file, for a hard link, else null
 * @param extents where a file has content, ascending; all else of it are holes
 */
record TarEntry(
        BytePath path,
        Type type,
        int mode,
        long owner,
        long group,
        long size,
        Timestamp modified,
        ByteName target,
        BytePath firstName,
        List<Extent> extents) {

    enum Type {
        DIRECTORY,
        FILE,
        SYMBOLIC_LINK,
        HARD_LINK
    }

    /** A part of a file that has content. */
    record Extent(long offset, long length) {}

    /** The same thing under another name. */
    TarEntry named(BytePath other) {
        return new TarEntry(other, type, mode, owner, group, size, modified, target, firstName, extents);
    }

    /** A hard link to another first name. */
    TarEntry linkedTo(BytePath first) {
        return new TarEntry(path, type, mode, owner, group, size, modified, target, first, extents);
    }

    /** How many bytes of it the archive holds. */
    long stored() {
        return extents.stream().mapToLong(Extent::length).sum();
    }

    /** Rights and time, to be given once the thing itself is made. */
    Attributes attributes() {
        return new Attributes(mode, owner, group, modified);
    }

    /** What a thing has besides its content. */
    record Attributes(int mode, long owner, long group, Timestamp modified) {}
}
