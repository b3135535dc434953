package io.snapledger.stores.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Status;
import io.snapledger.stores.files.TarEntry.Extent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes POSIX tar with extended headers: names of any bytes and length, files of any size, times to the nanosecond; holes of files in
 * GNU's sparse format 1.0. What {@link TarReader} reads.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax, Extended Description</a>
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html">Sparse formats</a>
 */
final class TarWriter {

    private static final int BUFFER = 256 * 1024;
    private static final int BLOCK = 512;
    private static final int RECORD = 20 * BLOCK;

    private final TargetStream counter;
    private final OutputStream tar;
    private long written;

    TarWriter(OutputStream stream) {
        counter = new TargetStream(stream);
        tar = new BufferedOutputStream(counter, BUFFER);
    }

    /** One that keeps nothing. */
    static TarWriter toNowhere() {
        return new TarWriter(OutputStream.nullOutputStream());
    }

    void directory(TreeEntry entry) throws IOException {
        put(TarHeader.directory(entry));
    }

    void link(TreeEntry entry, ByteName target) throws IOException {
        put(TarHeader.link('2', entry, target.bytes()));
    }

    void hardLink(TreeEntry entry, BytePath firstName) throws IOException {
        put(TarHeader.link('1', entry, firstName.bytes()));
    }

    /** Begins a file; exactly the bytes of the extents must follow. */
    void begin(BytePath path, Status status, long size, List<Extent> extents) throws IOException {
        if (extents.size() == 1 && extents.get(0).length() == size) {
            put(TarHeader.file(path, status, size));
            return;
        }
        byte[] map = map(extents);
        long stored = extents.stream().mapToLong(Extent::length).sum();
        put(TarHeader.sparse(path, status, size, map.length + stored));
        write(map, map.length);
    }

    private static byte[] map(List<Extent> extents) {
        StringBuilder lines = new StringBuilder().append(extents.size()).append('\n');
        extents.forEach(extent -> lines.append(extent.offset())
                .append('\n')
                .append(extent.length())
                .append('\n'));
        lines.append("\0".repeat(-lines.length() & BLOCK - 1));
        return lines.toString().getBytes(US_ASCII);
    }

    void write(byte[] bytes, int length) throws IOException {
        tar.write(bytes, 0, length);
        written += length;
    }

    void end() throws IOException {
        int padding = (int) (-written & BLOCK - 1);
        write(new byte[padding], padding);
    }

    private void put(TarHeader header) throws IOException {
        byte[] records = header.records();
        if (records.length > 0) {
            byte[] extended = TarHeader.extended(records.length);
            write(extended, BLOCK);
            write(records, records.length);
            end();
        }
        write(header.block(), BLOCK);
    }

    /** Ends the archive and the stream. */
    void close() throws IOException {
        write(new byte[2 * BLOCK], 2 * BLOCK);
        int padding = (int) ((RECORD - written % RECORD) % RECORD);
        write(new byte[padding], padding);
        tar.close();
    }

    /** Where in the archive the next entry begins. */
    long position() {
        return written;
    }

    long bytes() {
        return counter.bytes();
    }
}
