package io.snapledger.stores.files;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Reads entries of an archive at places that an index tells, ascending: what is between them is passed over if it is short, else not read. */
final class ArchivePlaces implements AutoCloseable {

    /** To read on is cheaper than to open again: a stream is read ahead and in chunks anyway. */
    private static final long SHORT = 256 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final StreamSource source;
    private final LongConsumer progress;
    private long before;
    private long begin;
    private ArchiveStream stream;
    private InputStream buffered;
    private TarReader tar;

    /** @param progress is told the bytes read so far */
    ArchivePlaces(StreamSource source, LongConsumer progress) {
        this.source = source;
        this.progress = progress;
    }

    /** The entry that begins at a place. @return what comes after its header is read by {@link #reader} */
    TarEntry at(long offset) throws StoreException, IOException {
        long gap = tar == null ? -1 : offset - (begin + tar.position());
        if (gap < 0 || gap > SHORT) {
            open(offset);
        } else {
            try {
                buffered.skipNBytes(gap);
            } catch (java.io.EOFException e) {
                throw TarReader.damaged("no end: it is cut");
            }
        }
        begin = offset;
        tar = new TarReader(buffered);
        return tar.next().orElseThrow(() -> TarReader.damaged("its end where an entry should begin"));
    }

    /** Reads the content of the entry. */
    TarReader reader() {
        return tar;
    }

    private void open(long offset) throws IOException {
        close();
        try {
            stream = new ArchiveStream(
                    source.open(FilesEngine.STREAM, offset), count -> progress.accept(before + count));
            buffered = new BufferedInputStream(stream, BUFFER);
        } catch (IOException e) {
            throw new ArchiveStream.SourceFailure(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            before += stream.count();
            stream.close();
            stream = null;
        }
    }
}
