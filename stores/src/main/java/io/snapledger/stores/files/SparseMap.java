package io.snapledger.stores.files;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.files.TarEntry.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The map at the beginning of a sparse file's content: decimal lines, the first the number of extents, then offset and length of
 * each; filled up to a whole block.
 */
final class SparseMap {

    private static final int BLOCK = 512;
    private static final int MOST_EXTENTS = 4_000_000;

    private final TarReader content;
    private final byte[] block = new byte[BLOCK];
    private int at = BLOCK;
    private long bytes;

    private SparseMap(TarReader content) {
        this.content = content;
    }

    /**
     * Reads the map, so that what follows in the content are the extents.
     *
     * @param stored length of map and extents together
     * @param size of the file, holes included
     * @throws StoreException {@code DAMAGED} unless the extents are in order, in the file, and as long as what is stored
     */
    static List<Extent> read(TarReader content, long stored, long size) throws StoreException, IOException {
        SparseMap map = new SparseMap(content);
        long count = map.number();
        if (count > MOST_EXTENTS || count > stored) {
            throw TarReader.damaged("a sparse file of " + count + " extents");
        }
        List<Extent> extents = new ArrayList<>();
        long end = 0;
        long total = 0;
        for (long i = 0; i < count; i++) {
            Extent extent = new Extent(map.number(), map.number());
            if (extent.offset() < end || extent.length() > size - extent.offset()) {
                throw TarReader.damaged("a sparse file whose extents do not fit");
            }
            end = extent.offset() + extent.length();
            total += extent.length();
            extents.add(extent);
        }
        if (map.bytes + total != stored) {
            throw TarReader.damaged("a sparse file whose map says " + total + " bytes, of " + stored);
        }
        return extents;
    }

    private long number() throws StoreException, IOException {
        long number = 0;
        for (int digits = 0; digits <= 18; digits++) {
            int next = next();
            if (next == '\n' && digits > 0) {
                return number;
            }
            if (next < '0' || next > '9') {
                break;
            }
            number = number * 10 + next - '0';
        }
        throw TarReader.damaged("a sparse file whose map cannot be read");
    }

    private int next() throws StoreException, IOException {
        if (at == BLOCK) {
            for (int got = 0; got < BLOCK; ) {
                int read = content.read(block, got, BLOCK - got);
                if (read < 0) {
                    throw TarReader.damaged("a sparse file whose map is cut");
                }
                got += read;
            }
            at = 0;
            bytes += BLOCK;
        }
        return block[at++];
    }
}
