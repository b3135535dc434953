package io.snapledger.stores.etcd;

import java.nio.ByteBuffer;

/**
 * A page of a tree: its header and its table of elements, each number checked against the page's own length.
 *
 * @param begin where it begins, in the file or in the value of an inline bucket
 * @param length bytes, with the pages that overflow
 * @param head header and table, little-endian; perhaps more
 */
record BoltPage(long begin, long length, boolean isLeaf, int count, ByteBuffer head) {

    static final int HEADER = 16;
    static final int ELEMENT = 16;
    static final int META = 4;
    static final int BUCKET = 1;

    private static final int BRANCH = 1;
    private static final int LEAF = 2;

    /**
     * An element.
     *
     * @param flags of a leaf's; {@link #BUCKET}: the value is a bucket
     * @param key where its key begins, from the page's begin; the value follows
     * @param page of a branch's: where it leads
     */
    record Element(int flags, long key, long keyBytes, long valueBytes, long page) {}

    static BoltPage of(long begin, long length, ByteBuffer head) throws MalformedDatabase {
        int flags = head.getShort(8);
        if (flags != BRANCH && flags != LEAF) {
            throw new MalformedDatabase("the page at byte " + begin + " belongs to no tree (flags " + flags + ")");
        }
        int count = head.getShort(10) & 0xffff;
        if (HEADER + (long) count * ELEMENT > length) {
            throw new MalformedDatabase(
                    "the page at byte " + begin + " counts " + count + " elements in " + length + " bytes");
        }
        return new BoltPage(begin, length, flags == LEAF, count, head);
    }

    static long tableBytes(ByteBuffer header) {
        return HEADER + (header.getShort(10) & 0xffffL) * ELEMENT;
    }

    /** @throws MalformedDatabase if it leads out of the page */
    Element element(int number) throws MalformedDatabase {
        int at = HEADER + number * ELEMENT;
        Element element = isLeaf
                ? new Element(head.getInt(at), at + unsigned(at + 4), unsigned(at + 8), unsigned(at + 12), 0)
                : new Element(0, at + unsigned(at), unsigned(at + 4), 0, head.getLong(at + 8));
        if (element.key + element.keyBytes + element.valueBytes > length) {
            throw new MalformedDatabase("an element of the page at byte " + begin + " leads out of it");
        }
        return element;
    }

    private long unsigned(int at) {
        return head.getInt(at) & 0xffffffffL;
    }
}
