package io.snapledger.stores.files;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** All of a tree, from its archive alone. */
final class WholeTree implements Scope {

    private static final int BUFFER = 256 * 1024;

    private final SnapshotContent content;
    private final StreamSource source;
    private final LongConsumer progress;

    /** @param progress is told the bytes read so far */
    WholeTree(RestoreRequest request, StreamSource source, LongConsumer progress) {
        this.content = request.content();
        this.source = source;
        this.progress = progress;
    }

    @Override
    public RequiredSpace space() {
        return RequiredSpace.of(content);
    }

    @Override
    public Evidence evidence() {
        return content.evidence();
    }

    @Override
    public void extract(TargetPlace place, TarExtraction extraction)
            throws StoreException, IOException, InterruptedException {
        StreamContent stream = content.stream(FilesEngine.STREAM).orElseThrow();
        try (InputStream opened = opened(stream);
                ArchiveStream archive = new ArchiveStream(opened, progress)) {
            extraction.extract(new BufferedInputStream(archive, BUFFER));
            if (archive.count() != stream.bytes()) {
                throw TarReader.damaged(archive.count() + " bytes instead of " + stream.bytes());
            }
            extraction.finish();
        }
    }

    private InputStream opened(StreamContent stream) throws IOException {
        try {
            return source.open(stream.name());
        } catch (IOException e) {
            throw new ArchiveStream.SourceFailure(e);
        }
    }

    @Override
    public void exchange(TargetPlace place, Workplace workplace) throws IOException {
        workplace.exchange();
    }
}
