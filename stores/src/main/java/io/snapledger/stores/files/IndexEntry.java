package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Status;
import io.snapledger.stores.files.TarEntry.Attributes;
import java.util.Comparator;

/**
 * What is known of one thing in a snapshot's tree without reading the archive.
 *
 * @param path relative to the tree; the root for the tree itself
 * @param type what it is; a hard link is what its first name is
 * @param attributes rights, owner and time; of a file's further name those of the file
 * @param content of a file, else null
 * @param target what a symbolic link leads to, else null
 * @param place where in the archive it is
 * @param counted whether it belongs to the tree's digest
 */
record IndexEntry(
        BytePath path,
        Type type,
        Attributes attributes,
        Content content,
        ByteName target,
        Place place,
        boolean counted) {

    static final Comparator<IndexEntry> BY_PATH = Comparator.comparing(IndexEntry::path);

    /** What a name can stand for. */
    enum Type {
        DIRECTORY,
        FILE,
        SYMBOLIC_LINK
    }

    /**
     * What a file holds.
     *
     * @param size in bytes, holes included
     * @param stored bytes of it that the archive holds
     * @param hash as {@link ContentHash#hex}
     */
    record Content(long size, long stored, String hash) {}

    /**
     * Where in the archive something is.
     *
     * @param offset of its own header, or of the extended header before that; a multiple of 512
     * @param firstName the name that it is a hard link to, else null
     * @param contentOffset as {@code offset}, of the first name; the same as {@code offset} for what is no hard link
     */
    record Place(long offset, BytePath firstName, long contentOffset) {

        static Place of(long offset) {
            return new Place(offset, null, offset);
        }
    }

    static IndexEntry directory(TreeEntry entry, long offset, boolean counted) {
        return new IndexEntry(
                entry.path(), Type.DIRECTORY, attributes(entry.status()), null, null, Place.of(offset), counted);
    }

    static IndexEntry file(TreeEntry entry, Content content, long offset, boolean counted) {
        return new IndexEntry(
                entry.path(), Type.FILE, attributes(entry.status()), content, null, Place.of(offset), counted);
    }

    static IndexEntry link(TreeEntry entry, ByteName target, long offset) {
        return new IndexEntry(
                entry.path(), Type.SYMBOLIC_LINK, attributes(entry.status()), null, target, Place.of(offset), true);
    }

    private static Attributes attributes(Status status) {
        return new Attributes(status.mode(), status.owner(), status.group(), status.modified());
    }

    /** A hard link to this, which has the first name. @param offset where the link itself is in the archive */
    IndexEntry linked(BytePath name, long offset) {
        return new IndexEntry(
                name, type, attributes, content, target, new Place(offset, path, place.offset()), counted);
    }

    /** This, as a hard link to another. */
    IndexEntry linkedTo(IndexEntry first) {
        Place linked = new Place(place.offset(), first.path(), first.place().offset());
        return new IndexEntry(path, type, attributes, content, target, linked, counted);
    }

    boolean isHardLink() {
        return place.firstName() != null;
    }

    /** For the tree's digest. */
    TreeDigest.Content told() {
        return new TreeDigest.Content(attributes.mode(), attributes.modified(), content.size(), content.hash());
    }

    /** Whether what the archive has at its place is this. */
    boolean isOf(TarEntry found) {
        if (!found.path().equals(path)) {
            return false;
        }
        return isHardLink()
                ? found.type() == TarEntry.Type.HARD_LINK && found.firstName().equals(place.firstName())
                : isThing(found);
    }

    /** Whether an entry of the archive, which may have another name, holds what this is. */
    boolean isThing(TarEntry found) {
        return switch (type) {
            case DIRECTORY ->
                found.type() == TarEntry.Type.DIRECTORY && found.attributes().equals(attributes);
            case SYMBOLIC_LINK ->
                found.type() == TarEntry.Type.SYMBOLIC_LINK && found.target().equals(target);
            case FILE ->
                found.type() == TarEntry.Type.FILE
                        && found.attributes().equals(attributes)
                        && found.size() == content.size()
                        && found.stored() == content.stored();
        };
    }
}
