package io.snapledger.stores.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * One thing in a tree.
 *
 * @param path where it is
 * @param name relative to the tree, with slashes; empty for the tree itself
 * @param mode permission bits, with set-uid, set-gid and sticky
 * @param inode device and number; the same for all names of one file
 * @param links how many names the file has
 */
record TreeEntry(
        Path path,
        String name,
        Type type,
        int mode,
        int uid,
        int gid,
        long size,
        FileTime modified,
        String inode,
        int links) {

    enum Type {
        DIRECTORY,
        FILE,
        LINK,
        SPECIAL
    }

    static TreeEntry of(Path path, String name) throws IOException {
        Map<String, Object> unix = Files.readAttributes(
                path, "unix:mode,uid,gid,size,lastModifiedTime,dev,ino,nlink", LinkOption.NOFOLLOW_LINKS);
        int mode = (int) unix.get("mode");
        return new TreeEntry(
                path,
                name,
                typeOf(mode),
                mode & 07777,
                (int) unix.get("uid"),
                (int) unix.get("gid"),
                (long) unix.get("size"),
                (FileTime) unix.get("lastModifiedTime"),
                unix.get("dev") + ":" + unix.get("ino"),
                (int) unix.get("nlink"));
    }

    private static Type typeOf(int mode) {
        return switch (mode & 0170000) {
            case 0040000 -> Type.DIRECTORY;
            case 0100000 -> Type.FILE;
            case 0120000 -> Type.LINK;
            default -> Type.SPECIAL;
        };
    }

    /** Whether the file is still as it was, by size and time. */
    boolean isUnchanged() throws IOException {
        TreeEntry now = of(path, name);
        return now.size == size && now.modified.equals(modified) && now.inode.equals(inode);
    }
}
