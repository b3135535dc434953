package io.snapledger.stores.redis;

/**
 * Versions of RDB: 9 is Redis 5 and 6, 10 is 7.0, 11 is 7.2 and Valkey 7.2 and 8, 80 and more are Valkey 9 and later. What lies between is
 * Redis 7.4 and later, whose formats are their own.
 */
final class RdbVersion {

    static final int OLDEST = 8;
    static final int LAST_COMMON = 11;
    static final int VALKEY_ALONE = 80;
    static final int NEWEST = 999;

    private RdbVersion() {}

    static boolean isOfValkeyAlone(int version) {
        return version >= VALKEY_ALONE;
    }

    /** Whether a server that writes one version reads another. */
    static boolean reads(int server, int snapshot) {
        return snapshot <= server && (snapshot <= LAST_COMMON || isOfValkeyAlone(snapshot) == isOfValkeyAlone(server));
    }

    static void requireValkey(int version, int type) throws MalformedRdb {
        if (!isOfValkeyAlone(version)) {
            throw MalformedRdb.unknown(
                    "a value of type " + type + " in RDB version " + version + ", which is unknown here");
        }
    }
}
