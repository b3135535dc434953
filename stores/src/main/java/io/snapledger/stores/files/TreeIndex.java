package io.snapledger.stores.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snapledger.posix.BytePath;
import io.snapledger.stores.StoreException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * The stream that tells what is in an archive and where, in the order of the paths: eight bytes that say what it is and in which version,
 * the entries as {@link IndexEncoder} writes them, their number.
 */
final class TreeIndex {

    static final String STREAM = "tree.index";

    private static final byte[] VERSION_1 = "SNPLTRE1".getBytes(US_ASCII);
    private static final int BUFFER = 64 * 1024;

    private TreeIndex() {}

    /** Writes it, and closes the stream. */
    static void write(EntrySorter entries, OutputStream stream)
            throws StoreException, IOException, InterruptedException {
        OutputStream out = new BufferedOutputStream(stream, BUFFER);
        out.write(VERSION_1);
        IndexEncoder encoder = new IndexEncoder(out);
        entries.tell(encoder::write);
        encoder.end(entries.count());
        out.close(); // only what is whole is ended
    }

    /**
     * Reads it to its end.
     *
     * @param stream buffered
     * @param archive length of the archive in bytes
     * @throws StoreException {@code DAMAGED} if it is not as it was written
     */
    static void read(InputStream stream, long archive, EntryVisitor visitor)
            throws StoreException, IOException, InterruptedException {
        if (!Arrays.equals(stream.readNBytes(VERSION_1.length), VERSION_1)) {
            throw IndexDecoder.damaged("another format than this version of the engine knows");
        }
        IndexDecoder decoder = new IndexDecoder(stream, archive);
        IndexEntry before = null;
        for (Optional<IndexEntry> next = decoder.next(); next.isPresent(); next = decoder.next()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled while the index was read");
            }
            requireAfter(before, next.get());
            before = next.get();
            visitor.tell(before);
        }
        if (stream.read() >= 0) {
            throw IndexDecoder.damaged("bytes after its end");
        }
    }

    /** All that is below something that is no directory would follow it at once. */
    private static void requireAfter(IndexEntry before, IndexEntry entry) throws StoreException {
        BytePath path = entry.path();
        if (path.isRoot() && entry.type() != IndexEntry.Type.DIRECTORY) {
            throw IndexDecoder.damaged("a tree that is no directory");
        }
        if (before == null) {
            return;
        }
        if (path.compareTo(before.path()) <= 0) {
            throw IndexDecoder.damaged("'" + path + "' after '" + before.path() + "'");
        }
        if (before.type() != IndexEntry.Type.DIRECTORY && path.startsWith(before.path())) {
            throw IndexDecoder.damaged("'" + path + "' in '" + before.path() + "', which is no directory");
        }
    }
}
