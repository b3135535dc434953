package io.snapledger.stores.etcd;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.Progress;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.command.CommandRunner;
import java.io.IOException;
import java.io.InputStream;

/** A snapshot that was read from its stream, and proved whole and equal to its evidence before anything is made of it. */
record Verified(Spool spool, KeyDatabase database) implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    /**
     * @throws StoreException {@code DAMAGED}, {@code DIFFERENT}
     * @throws IOException only from the source, or {@link Carried}
     */
    static Verified read(
            SnapshotContent content, StreamSource source, CommandRunner here, TimeLeft time, Progress progress)
            throws StoreException, IOException {
        long bytes = content.stream(EtcdDump.STREAM)
                .map(StreamContent::bytes)
                .orElseThrow(() -> new StoreException(Reason.DAMAGED, "the snapshot has no " + EtcdDump.STREAM, ""));
        Spool spool = Spool.begin(here, bytes);
        try {
            copy(source, spool, time, progress);
            progress.report("verifying the snapshot", spool.bytes());
            KeyDatabase database = spool.read(time);
            try {
                Evidence.requireSame(
                        "the snapshot's stream differs from its evidence",
                        content.evidence(),
                        database.tally().evidence());
                return new Verified(spool, database);
            } catch (StoreException | IOException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (MalformedDatabase e) {
            spool.close();
            throw new StoreException(
                    Reason.DAMAGED, "the snapshot is not what a dump wrote: " + e.getMessage(), "take another one", e);
        } catch (StoreException | IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private static void copy(StreamSource source, Spool spool, TimeLeft time, Progress progress)
            throws StoreException, IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream stream = time.timely(source.open(EtcdDump.STREAM))) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                spool.write(buffer, 0, count);
                progress.report("reading the snapshot", spool.bytes());
            }
        }
    }

    @Override
    public void close() throws IOException {
        database.close();
        spool.close();
    }
}
