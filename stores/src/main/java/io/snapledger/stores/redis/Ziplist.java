package io.snapledger.stores.redis;

import java.io.IOException;

/**
 * A ziplist, as servers before 7.0 have them: its length, the place of its last cell, the number of cells, the cells, each with the length of
 * the one before, and a byte 0xff. Source: the comment at the head of {@code ziplist.c} in Redis 6.2.
 */
final class Ziplist extends Cells {

    private static final int HEAD = 10;
    private static final int UNKNOWN = 65535;
    private static final int LONG_LENGTH = 0xfe;
    private static final int END = 0xff;

    private final long length;
    private final long lastCellAt;
    private final long announced;
    private long seen;
    private long cellAt;
    private long cellLength;

    Ziplist(Bytes bytes, Digest.Maker digests) throws IOException {
        super(bytes, digests);
        length = bytes.left();
        require(length > HEAD && little(4) == length, "its length");
        lastCellAt = little(4);
        announced = little(2);
        cellAt = HEAD;
    }

    @Override
    boolean next() throws IOException {
        require(bytes.left() > 0, "it has no end");
        long at = length - bytes.left();
        int first = octet();
        if (first == END) {
            require(bytes.left() == 0, "bytes after its end");
            require(announced == UNKNOWN || announced == seen, "its number of cells");
            require(lastCellAt == cellAt, "the place of its last cell");
            return false;
        }
        long before = first == LONG_LENGTH ? little(4) : first;
        require(before == cellLength, "the length of a cell");
        long text = cell(octet());
        cellAt = at;
        cellLength = length - bytes.left() - at + Math.max(0, text);
        seen++;
        return true;
    }

    /** @return bytes of text that follow; -1 if it is a number */
    private long cell(int first) throws IOException {
        switch (first >> 6) {
            case 0:
                return characters(first);
            case 1:
                return characters((first & 0x3f) << 8 | octet());
            case 2:
                return characters(big(4));
            default:
                number(integer(first));
                return -1;
        }
    }

    private long integer(int first) throws IOException {
        return switch (first) {
            case 0xc0 -> signed(2);
            case 0xd0 -> signed(4);
            case 0xe0 -> signed(8);
            case 0xf0 -> signed(3);
            case 0xfe -> signed(1);
            default -> {
                require(first > 0xf0 && first < 0xfe, "a cell of unknown encoding");
                yield (first & 0x0f) - 1;
            }
        };
    }

    private long characters(long count) throws IOException {
        text(count);
        return count;
    }
}
