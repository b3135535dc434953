package io.snapledger.stores.files;

import io.snapledger.stores.StoreException;
import java.io.IOException;

/** Is told what is known of a tree, entry by entry. */
@FunctionalInterface
interface EntryVisitor {

    void tell(IndexEntry entry) throws StoreException, IOException, InterruptedException;
}
