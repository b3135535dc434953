package io.snapledger.stores.files;

import io.snapledger.posix.BytePath;
import io.snapledger.stores.StoreException;
import java.io.IOException;

/** Makes a part of a tree from what an archive has at the places that the index tells; both must say the same. */
final class PartExtraction {

    private final TreePart part;
    private final ArchivePlaces archive;
    private final TarExtraction extraction;

    PartExtraction(TreePart part, ArchivePlaces archive, TarExtraction extraction) {
        this.part = part;
        this.archive = archive;
        this.extraction = extraction;
    }

    /** Makes all of it but for what {@link TarExtraction#finish} makes. */
    void run() throws StoreException, IOException, InterruptedException {
        part.tell(this::make);
    }

    private void make(IndexEntry entry) throws StoreException, IOException {
        TarEntry found = archive.at(part.offset(entry));
        if (part.isHolder(entry)) {
            require(entry, found, entry.place().firstName(), entry.isThing(found));
            extraction.make(archive.reader(), found.named(entry.path()));
        } else {
            require(entry, found, entry.path(), entry.isOf(found));
            extraction.make(archive.reader(), entry.isHardLink() ? found.linkedTo(part.firstName(entry)) : found);
        }
    }

    private static void require(IndexEntry entry, TarEntry found, BytePath name, boolean same) throws StoreException {
        if (!found.path().equals(name) || !same) {
            throw IndexDecoder.damaged(
                    "'" + entry.path() + "' at byte " + entry.place().offset() + " of the archive, where that has '"
                            + found.path() + "' or another state of it");
        }
    }
}
