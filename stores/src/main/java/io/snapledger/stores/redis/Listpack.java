package io.snapledger.stores.redis;

import java.io.IOException;

/**
 * A listpack: its length and number of cells, the cells, each followed by its own length read from behind, and a byte 0xff.
 *
 * @see <a href="https://github.com/antirez/listpack/blob/master/listpack.md">Listpack specification</a>
 */
final class Listpack extends Cells {

    private static final int UNKNOWN = 65535;

    private final long announced;
    private long seen;
    private long cellLength = -1;

    Listpack(Bytes bytes, Digest.Maker digests) throws IOException {
        super(bytes, digests);
        long length = bytes.left();
        require(length >= 7 && little(4) == length, "its length");
        announced = little(2);
    }

    @Override
    boolean next() throws IOException {
        if (cellLength > 0) {
            lengthFromBehind(cellLength);
        }
        require(bytes.left() > 0, "it has no end");
        long before = bytes.left();
        int first = octet();
        if (first == 0xff) {
            require(bytes.left() == 0, "bytes after its end");
            require(announced == UNKNOWN || announced == seen, "its number of cells");
            return false;
        }
        long text = cell(first);
        cellLength = before - bytes.left() + Math.max(0, text);
        seen++;
        return true;
    }

    /** @return bytes of text that follow; -1 if it is a number */
    private long cell(int first) throws IOException {
        if (first < 0x80) {
            return integer(first);
        }
        if (first < 0xc0) {
            return characters(first & 0x3f);
        }
        if (first < 0xe0) {
            return integer(((first & 0x1f) << 8 | octet()) << 19 >> 19);
        }
        if (first < 0xf0) {
            return characters((first & 0x0f) << 8 | octet());
        }
        return switch (first) {
            case 0xf0 -> characters(little(4));
            case 0xf1 -> integer(signed(2));
            case 0xf2 -> integer(signed(3));
            case 0xf3 -> integer(signed(4));
            case 0xf4 -> integer(signed(8));
            default -> throw new MalformedRdb("an unsound packed list: a cell of unknown encoding");
        };
    }

    private long integer(long value) {
        number(value);
        return -1;
    }

    private long characters(long length) throws IOException {
        text(length);
        return length;
    }

    /** Seven bits a byte, the highest first; all bytes but the first have the high bit. */
    private void lengthFromBehind(long length) throws IOException {
        int groups = length < 128 ? 1 : length < 16383 ? 2 : length < 2097151 ? 3 : length < 268435455 ? 4 : 5;
        for (int group = groups - 1; group >= 0; group--) {
            long wanted = length >>> (7 * group) & 0x7f | (group == groups - 1 ? 0 : 0x80);
            require(octet() == wanted, "the length of a cell");
        }
        cellLength = -1;
    }
}
