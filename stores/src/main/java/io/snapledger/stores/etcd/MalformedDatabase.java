package io.snapledger.stores.etcd;

import java.io.IOException;

/** A file that is no database of etcd, or a damaged one. */
final class MalformedDatabase extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedDatabase(String message) {
        super(message);
    }
}
