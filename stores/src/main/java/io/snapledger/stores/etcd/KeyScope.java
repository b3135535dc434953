package io.snapledger.stores.etcd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of a cluster that a restore touches: all, or those that begin with a prefix. The mark of a restore is never one of them.
 *
 * @param prefix what is put before the snapshot's names; empty: nothing, and all keys are meant
 */
record KeyScope(byte[] prefix) {

    /** Stands for the end of all keys, as an end of a range. */
    private static final byte[] END_OF_ALL = {0};

    static KeyScope of(String prefix) {
        return new KeyScope(prefix.getBytes(StandardCharsets.UTF_8));
    }

    boolean isWhole() {
        return prefix.length == 0;
    }

    /** The first key that there could be. */
    byte[] begin() {
        return isWhole() ? new byte[] {0} : prefix.clone();
    }

    /** The first key behind it, as the protocol writes that. */
    byte[] end() {
        for (int last = prefix.length - 1; last >= 0; last--) {
            if (prefix[last] != (byte) 0xff) {
                byte[] end = Arrays.copyOf(prefix, last + 1);
                end[last]++;
                return end;
            }
        }
        return END_OF_ALL.clone();
    }

    boolean holds(byte[] key) {
        return !Mark.is(key) && begins(key);
    }

    /** Whether the mark of a restore has a name of these. */
    boolean includesMark() {
        return begins(Mark.name());
    }

    private boolean begins(byte[] key) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** The cluster's name of a key of the snapshot. */
    byte[] named(byte[] key) {
        byte[] name = Arrays.copyOf(prefix, prefix.length + key.length);
        System.arraycopy(key, 0, name, prefix.length, key.length);
        return name;
    }

    /** The snapshot's name of a key of the cluster. */
    byte[] nameInSnapshot(byte[] key) {
        return Arrays.copyOfRange(key, prefix.length, key.length);
    }

    /** The first key behind a key. */
    static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
