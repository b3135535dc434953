package io.snapledger.stores.files;

import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Is told about a tree, in the order in which it must be read. */
interface TreeVisitor {

    void directory(TreeEntry entry) throws StoreException, IOException;

    void link(TreeEntry entry, String target) throws StoreException, IOException;

    /**
     * A file whose content is to be read now.
     *
     * @param counted whether it belongs to the tree's digest
     * @throws NoSuchFileException if it is there no more
     */
    void file(TreeEntry entry, boolean counted) throws StoreException, IOException;

    /** A file whose content was captured before. @param counted as of {@link #file} */
    void captured(TreeEntry entry, byte[] content, boolean counted) throws StoreException, IOException;

    /** Something that a tree cannot carry or should not. */
    void leftOut(String name, String reason);

    void warn(String sentence);
}
