package io.snapledger.stores.redis;

import java.util.Arrays;

/**
 * A key.
 *
 * @param database its number
 * @param name bytes, which need be no text
 * @param expiry milliseconds since 1970, or {@link #NEVER}
 * @param type of the value in the RDB
 */
@SuppressWarnings("ArrayRecordComponent") // passed on to be written, never compared
record Key(int database, byte[] name, long expiry, int type) {

    static final long NEVER = -1;

    boolean expires() {
        return expiry != NEVER;
    }

    boolean hasExpired(long now) {
        return expires() && expiry <= now;
    }

    /** Whether it is the mark of a restore and none of the store's own. */
    boolean isMark() {
        return database == 0 && Arrays.equals(name, Mark.NAME);
    }
}
