package io.snapledger.stores.redis;

import java.io.IOException;

/** A set of integers: their width in bytes, their number, and they, ascending. */
final class Intset extends Cells {

    private final int width;
    private boolean isFirst = true;
    private long last;

    Intset(Bytes bytes, Digest.Maker digests) throws IOException {
        super(bytes, digests);
        long length = bytes.left();
        require(length >= 8, "its length");
        width = (int) little(4);
        require(width == 2 || width == 4 || width == 8, "the width of its integers");
        require(length == 8 + width * little(4), "its number of cells");
    }

    @Override
    boolean next() throws IOException {
        if (bytes.left() == 0) {
            return false;
        }
        long value = signed(width);
        require(isFirst || value > last, "the order of its integers");
        isFirst = false;
        last = value;
        number(value);
        return true;
    }
}
