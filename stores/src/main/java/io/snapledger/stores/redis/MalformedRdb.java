package io.snapledger.stores.redis;

import java.io.IOException;

/** Bytes that are no RDB, or not a whole one, or one that is not understood here. */
final class MalformedRdb extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedRdb(String message) {
        super(message);
    }
}
