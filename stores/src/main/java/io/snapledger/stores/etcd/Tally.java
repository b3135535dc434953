package io.snapledger.stores.etcd;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.snapledger.stores.Evidence;
import java.util.HexFormat;
import java.util.Map;

/**
 * Counts keys and digests them, in whatever order they come: 128 bits of XXH3 of each, added up. Tells accidents, not forgers. Keys that
 * vanish with a lease stand aside: they may rightly be gone when somebody compares.
 */
final class Tally {

    static final String COUNT = Evidence.path("keys", "count");
    static final String DIGEST = Evidence.path("keys", "digest");

    private final HashStream128 stream = Hashing.xxh3_128().hashStream();
    private final Sum lasting = new Sum();
    private final Sum leased = new Sum();

    private static final class Sum {
        private long count;
        private long high;
        private long low;

        void add(HashValue128 hash) {
            count++;
            long sum = low + hash.getLeastSignificantBits();
            boolean carries = Long.compareUnsigned(sum, low) < 0;
            low = sum;
            high += hash.getMostSignificantBits() + (carries ? 1 : 0);
        }

        String hex() {
            HexFormat hex = HexFormat.of();
            return hex.toHexDigits(high) + hex.toHexDigits(low);
        }
    }

    /** @param key its name in the snapshot */
    void add(byte[] key, byte[] value, long lease) {
        stream.reset();
        stream.putInt(key.length).putBytes(key).putLong(lease).putBytes(value);
        (lease == 0 ? lasting : leased).add(stream.get());
    }

    /** Of the keys that stay. */
    Evidence evidence() {
        return Evidence.of(Map.of(COUNT, Long.toString(lasting.count), DIGEST, lasting.hex()));
    }

    long lasting() {
        return lasting.count;
    }

    long leased() {
        return leased.count;
    }

    /** All of it in words that are equal if everything is. */
    String words() {
        return lasting.count + " keys " + lasting.hex() + ", " + leased.count + " with a lease " + leased.hex();
    }
}
