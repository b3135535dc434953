package io.snapledger.stores.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Lengths and strings as an RDB has them. Source: the comments of {@code rdb.h} in Redis 7.0 and Valkey 8.0. */
final class RdbStrings {

    private static final int LENGTH_32 = 0x80;
    private static final int LENGTH_64 = 0x81;

    private final RdbInput input;
    private final byte[] scratch = new byte[Long.BYTES];

    RdbStrings(RdbInput input) {
        this.input = input;
    }

    /** A number of 64 bits, all of them. */
    long number() throws IOException {
        int first = input.read();
        if (first >> 6 == 3) {
            throw new MalformedRdb("a string stands at byte " + input.position() + ", where a number is expected");
        }
        return number(first);
    }

    /** How many things follow. */
    long count() throws IOException {
        long count = number();
        if (count < 0) {
            throw new MalformedRdb("an impossible number of things at byte " + input.position());
        }
        return count;
    }

    private long number(int first) throws IOException {
        if (first >> 6 == 0) {
            return first;
        }
        if (first >> 6 == 1) {
            return (first & 0x3f) << 8 | input.read();
        }
        if (first == LENGTH_32) {
            input.readFully(scratch, 4);
            return Numbers.bigEndian(scratch, 0, 4);
        }
        if (first == LENGTH_64) {
            input.readFully(scratch, 8);
            return Numbers.bigEndian(scratch, 0, 8);
        }
        throw new MalformedRdb("an impossible length at byte " + input.position());
    }

    /** Eight bytes, little endian. */
    long fixed() throws IOException {
        input.readFully(scratch, 8);
        return Numbers.littleEndian(scratch, 0, 8);
    }

    /** The next string, to be read to its end before anything else. */
    Bytes string() throws IOException {
        int first = input.read();
        if (first >> 6 != 3) {
            long length = number(first);
            if (length < 0) {
                throw new MalformedRdb("a string of impossible length at byte " + input.position());
            }
            return new Bytes.Plain(input, length);
        }
        return switch (first & 0x3f) {
            case 0 -> integer(1);
            case 1 -> integer(2);
            case 2 -> integer(4);
            case 3 -> {
                long compressed = count();
                yield new LzfBytes(input, compressed, count());
            }
            default -> throw new MalformedRdb("a string of unknown encoding at byte " + input.position());
        };
    }

    private Bytes integer(int width) throws IOException {
        input.readFully(scratch, width);
        long value = Numbers.signed(Numbers.littleEndian(scratch, 0, width), width);
        return new Bytes.Held(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
}
