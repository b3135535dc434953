package io.snapledger.stores.files;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.HexFormat;

/**
 * Tells whether two files have the same content: XXH3 with 128 bits, which costs a tenth of a SHA-256. It protects from accidents
 * only; what protects a snapshot from forgery is its encryption.
 *
 * @see <a href="https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md">XXH3 algorithm</a>
 */
final class ContentHash {

    private static final byte[] ZEROS = new byte[128 * 1024];

    private final HashStream128 stream = Hashing.xxh3_128().hashStream();

    static String of(byte[] content) {
        ContentHash hash = new ContentHash();
        hash.update(content, content.length);
        return hash.hex();
    }

    void update(byte[] bytes, int length) {
        stream.putBytes(bytes, 0, length);
    }

    /** As {@link #update}, of so many zeros. */
    void zeros(long count) {
        for (long left = count; left > 0; left -= ZEROS.length) {
            stream.putBytes(ZEROS, 0, (int) Math.min(left, ZEROS.length));
        }
    }

    /** 32 lower-case hex digits, as {@code xxh128sum} prints them. */
    String hex() {
        HashValue128 hash = stream.get();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(hash.getMostSignificantBits()) + hex.toHexDigits(hash.getLeastSignificantBits());
    }
}
