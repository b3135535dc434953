package io.snapledger.stores.redis;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.util.Arrays;

/** The keys that SCAN has told of a database: it may tell one twice. Sixteen bytes for each, at a load of one half at most. */
final class SeenKeys {

    static final int MOST = 2_000_000;

    private long[] slots = new long[2 * 1024];
    private int count;

    /** Whether it is the first time. */
    boolean add(Digest digest) throws StoreException {
        if (count == MOST) {
            throw new StoreException(
                    Reason.BAD_OPTIONS,
                    "a database has more than " + MOST + " keys, the most that are read by SCAN",
                    "let the server be read by SYNC (option method=sync)");
        }
        if (4 * count >= slots.length) {
            grow();
        }
        return put(digest.high(), digest.low() == 0 && digest.high() == 0 ? 1 : digest.low());
    }

    private boolean put(long high, long low) {
        int mask = slots.length - 2;
        for (int at = (int) low << 1 & mask; ; at = at + 2 & mask) {
            if (slots[at] == 0 && slots[at + 1] == 0) {
                slots[at] = high;
                slots[at + 1] = low;
                count++;
                return true;
            }
            if (slots[at] == high && slots[at + 1] == low) {
                return false;
            }
        }
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        count = 0;
        for (int at = 0; at < old.length; at += 2) {
            if (old[at] != 0 || old[at + 1] != 0) {
                put(old[at], old[at + 1]);
            }
        }
    }

    void clear() {
        Arrays.fill(slots, 0);
        count = 0;
    }
}
