package io.snapledger.stores.redis;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What a thing is, in 128 bits of XXH3: tells accidents, not forgers, who cannot change a snapshot that is encrypted. Digests are added where
 * there is no order, and {@linkplain Maker#joined joined} where there is one.
 */
record Digest(long high, long low) {

    static final Digest ZERO = new Digest(0, 0);

    Digest plus(Digest other) {
        return new Digest(high + other.high, low + other.low);
    }

    /** 32 lower-case hex digits. */
    String hex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    /** Makes digests; for one thread. */
    static final class Maker {

        private final HashStream128 stream = Hashing.xxh3_128().hashStream();
        private final byte[] chunk = new byte[8 * 1024];

        /** Of the next bytes. */
        Digest of(Bytes bytes, long length) throws IOException {
            if (length > bytes.left()) {
                throw new MalformedRdb("a value ends in its middle");
            }
            stream.reset();
            for (long left = length; left > 0; ) {
                int count = bytes.read(chunk, 0, (int) Math.min(chunk.length, left));
                stream.putBytes(chunk, 0, count);
                left -= count;
            }
            return made();
        }

        Digest of(Bytes bytes) throws IOException {
            return of(bytes, bytes.left());
        }

        Digest of(byte[] bytes) {
            stream.reset();
            stream.putBytes(bytes);
            return made();
        }

        /** Of a number's decimal text. */
        Digest ofNumber(long number) {
            return of(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        }

        /** Of things in their order. */
        Digest joined(Digest first, Digest second, long... more) {
            stream.reset();
            stream.putLong(first.high).putLong(first.low).putLong(second.high).putLong(second.low);
            for (long number : more) {
                stream.putLong(number);
            }
            return made();
        }

        private Digest made() {
            HashValue128 hash = stream.get();
            return new Digest(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
        }
    }
}
