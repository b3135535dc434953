package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Is told about a tree, in the order in which it must be read. */
interface TreeVisitor {

    void directory(TreeEntry entry) throws StoreException, IOException;

    void link(TreeEntry entry, ByteName target) throws StoreException, IOException;

    /**
     * A file whose content is to be read now.
     *
     * @param parent where it is
     * @param counted whether it belongs to the tree's digest
     * @throws NoSuchFileException if it is there no more
     */
    void file(TreeEntry entry, Directory parent, boolean counted)
            throws StoreException, IOException, InterruptedException;

    /** A file whose content was captured before. @param counted as of {@link #file} */
    void captured(TreeEntry entry, byte[] content, boolean counted) throws StoreException, IOException;

    /** Something that a tree cannot carry or should not, or that cannot be read. */
    void leftOut(NotIncluded what);

    void warn(String sentence);
}
