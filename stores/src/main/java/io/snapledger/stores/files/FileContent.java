package io.snapledger.stores.files;

import io.snapledger.posix.RegularFile;
import io.snapledger.stores.files.TarEntry.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Where a file that is open has data; what is between are holes. */
final class FileContent {

    private static final int BLOCK = 512;
    private static final int MOST_EXTENTS = 1_000_000;

    private FileContent() {}

    /**
     * Its data, ascending; all of it as one extent where it has no holes.
     *
     * @param entry as the file was when it was opened
     */
    static List<Extent> extents(RegularFile file, TreeEntry entry) throws IOException {
        long size = entry.status().size();
        List<Extent> whole = List.of(new Extent(0, size));
        if (entry.status().blocks() * BLOCK >= size) {
            return whole;
        }
        List<Extent> extents = new ArrayList<>();
        long at = 0;
        for (long from = file.nextData(0); from >= 0 && from < size; from = file.nextData(at)) {
            at = Math.min(size, Math.max(from, file.nextHole(from)));
            if (at == from || extents.size() == MOST_EXTENTS) {
                return whole; // it changes just now, or is so torn that a map would be larger than it
            }
            extents.add(new Extent(from, at - from));
        }
        if (at < size) {
            extents.add(new Extent(size, 0)); // so that tar makes it as long as it is
        }
        return extents.equals(whole) ? whole : extents;
    }
}
