package io.snapledger.stores.files;

import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.command.CommandRunner;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What is in a snapshot: told by its index alone, or, where it is older than indexes, by reading its archive. Failures of the source are
 * {@link ArchiveStream.SourceFailure}s.
 */
final class SnapshotIndex {

    private static final int BUFFER = 64 * 1024;

    private final SnapshotContent content;
    private final StreamSource source;
    private final CommandRunner commands;

    SnapshotIndex(SnapshotContent content, StreamSource source, CommandRunner commands) {
        this.content = content;
        this.source = source;
        this.commands = commands;
    }

    /** Whether it can be told without reading the archive. */
    static boolean isIn(SnapshotContent content) {
        return content.stream(TreeIndex.STREAM).isPresent();
    }

    /** Tells everything, in the order of the paths. */
    void tell(EntryVisitor visitor) throws StoreException, IOException, InterruptedException {
        StreamContent archive = content.stream(FilesEngine.STREAM)
                .orElseThrow(() -> TarReader.damaged("nothing: the snapshot has no stream " + FilesEngine.STREAM));
        if (isIn(content)) {
            try (InputStream in = open(TreeIndex.STREAM)) {
                TreeIndex.read(new BufferedInputStream(in, BUFFER), archive.bytes(), visitor);
            }
        } else {
            scan(archive, visitor);
        }
    }

    private void scan(StreamContent archive, EntryVisitor visitor)
            throws StoreException, IOException, InterruptedException {
        try (ArchiveScan scan = new ArchiveScan(commands, new GitDirectories(content.evidence()))) {
            try (ArchiveStream in = open(archive.name())) {
                scan.read(new BufferedInputStream(in, BUFFER));
                if (in.count() != archive.bytes()) {
                    throw TarReader.damaged(in.count() + " bytes instead of " + archive.bytes());
                }
            }
            scan.tell(visitor);
        }
    }

    private ArchiveStream open(String stream) throws IOException {
        try {
            return new ArchiveStream(source.open(stream), bytes -> {});
        } catch (IOException e) {
            throw new ArchiveStream.SourceFailure(e);
        }
    }
}
