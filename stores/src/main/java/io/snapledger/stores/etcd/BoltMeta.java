package io.snapledger.stores.etcd;

import java.nio.ByteBuffer;

/**
 * The page that says where a database begins; there are two of them, and the newer sound one counts.
 *
 * @param pageSize bytes, a power of two from 512 to 65536
 * @param root page of the bucket that holds the buckets
 * @param pages how many there are, at least those of the metas
 * @param transaction number of the last transaction
 */
record BoltMeta(int pageSize, long root, long pages, long transaction) {

    static final int BYTES = BoltPage.HEADER + 64;

    private static final int MAGIC = 0xED0CDAED;
    private static final int VERSION = 2;
    private static final int SUMMED = 56;

    /** @param page its first {@value #BYTES} bytes, little-endian; null: what it says is not sound */
    static BoltMeta read(ByteBuffer page) {
        int begin = BoltPage.HEADER;
        int pageSize = page.getInt(begin + 8);
        long root = page.getLong(begin + 16);
        long pages = page.getLong(begin + 40);
        boolean sound = (page.getShort(8) & BoltPage.META) != 0
                && page.getInt(begin) == MAGIC
                && page.getInt(begin + 4) == VERSION
                && Integer.bitCount(pageSize) == 1
                && pageSize >= 512
                && pageSize <= 1 << 16
                && pages >= 2
                && root >= 2
                && root < pages
                && page.getLong(begin + SUMMED) == sum(page, begin);
        return sound ? new BoltMeta(pageSize, root, pages, page.getLong(begin + 48)) : null;
    }

    /** FNV-1a, 64 bits. */
    private static long sum(ByteBuffer page, int begin) {
        long sum = 0xcbf29ce484222325L;
        for (int i = 0; i < SUMMED; i++) {
            sum = (sum ^ (page.get(begin + i) & 0xff)) * 0x100000001b3L;
        }
        return sum;
    }
}
