package io.snapledger.stores.redis;

import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;

/** Bytes that are no RDB, or not a whole one, or one that is not understood here. */
final class MalformedRdb extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean isUnknown;

    MalformedRdb(String message) {
        this(message, false);
    }

    private MalformedRdb(String message, boolean isUnknown) {
        super(message);
        this.isUnknown = isUnknown;
    }

    /** It may be right, but is of a version or of a type that is not known here. */
    static MalformedRdb unknown(String message) {
        return new MalformedRdb(message, true);
    }

    /** Why something failed for it, where it was to be whole. */
    Reason reason(Reason otherwise) {
        return isUnknown ? Reason.VERSION : otherwise;
    }
}
