package io.snapledger.dump;

import io.snapledger.repository.keys.StoreKeys;
import java.io.IOException;

/** The keys that new snapshots are sealed with. */
@FunctionalInterface
public interface KeySource {

    /** Reads the keys now, so that a key that was mounted late is found. */
    StoreKeys open() throws IOException;
}
