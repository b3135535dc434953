package io.snapledger.stores.etcd;

import io.snapledger.stores.StoreException;
import java.io.IOException;

/** A failure of the store on its way through a stream, which can throw nothing else. */
final class Carried extends IOException {

    private static final long serialVersionUID = 1L;

    private final StoreException failure;

    Carried(StoreException failure) {
        super(failure.getMessage(), failure);
        this.failure = failure;
    }

    StoreException failure() {
        return failure;
    }
}
