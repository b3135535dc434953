package io.snapledger.repository.write;

/**
 * The chunks that this snapshot has stored itself, by the first 16 bytes of their ids. Bounded: two generations of at most
 * {@value #GENERATION} chunks, 24 bytes each; when the younger is full the older is forgotten, and what it knew may be stored once
 * more. For large streams that is a window of some 30 GiB; across snapshots the base's index has no such bound.
 */
final class OwnChunks {

    private static final int GENERATION = 256 << 10;

    private Table young = new Table(1 << 12);
    private Table old = new Table(1 << 1);

    synchronized long find(long high, long low) {
        long location = young.find(high, low);
        return location == Location.NONE ? old.find(high, low) : location;
    }

    synchronized void add(long high, long low, long location) {
        if (young.size == GENERATION) {
            old = young;
            young = new Table(1 << 12);
        }
        if (young.size * 3L >= young.slots() * 2L) {
            young = young.twice();
        }
        young.put(high, low, location);
    }

    /** Open addressing; ids are uniform, so their first bits are the hash. */
    private static final class Table {

        private final long[] cells;
        private final int mask;
        private int size;

        private Table(int slots) {
            cells = new long[slots * 3];
            mask = slots - 1;
        }

        private int slots() {
            return mask + 1;
        }

        private int slot(long high, long low) {
            int slot = (int) high & mask;
            while (cells[slot * 3 + 2] != 0 && (cells[slot * 3] != high || cells[slot * 3 + 1] != low)) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }

        private long find(long high, long low) {
            return cells[slot(high, low) * 3 + 2] - 1; // 0 marks an empty slot
        }

        private void put(long high, long low, long location) {
            int slot = slot(high, low);
            size += cells[slot * 3 + 2] == 0 ? 1 : 0;
            cells[slot * 3] = high;
            cells[slot * 3 + 1] = low;
            cells[slot * 3 + 2] = location + 1;
        }

        private Table twice() {
            Table table = new Table(slots() * 2);
            for (int slot = 0; slot < slots(); slot++) {
                if (cells[slot * 3 + 2] != 0) {
                    table.put(cells[slot * 3], cells[slot * 3 + 1], cells[slot * 3 + 2] - 1);
                }
            }
            return table;
        }
    }
}
