package io.snapledger.stores.files;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;
import java.io.IOException;

/** How much of a tree a restore is of: how it is made in a workplace, and how that is exchanged with what is at the target. */
interface Scope {

    /** What it needs at the target. */
    RequiredSpace space();

    /** What the evidence must say of it. */
    Evidence evidence();

    /** Makes it. */
    void extract(TargetPlace place, TarExtraction extraction) throws StoreException, IOException, InterruptedException;

    /** Puts it in its place. */
    void exchange(TargetPlace place, Workplace workplace) throws StoreException, IOException;
}
