package io.snapledger.repository.read;

import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.format.Runs;
import io.snapledger.repository.format.SegmentIndex;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Fetches the blocks of a stream ahead of its reader, in order, in a thread of its own; others open them meanwhile. There are only so
 * many blocks, so that a slow reader stops it. A range that breaks off is asked for again.
 */
final class BlockFetcher {

    private static final int BLOCKS = 5;
    private static final int TRIES = 5;
    private static final long PAUSE_MILLIS = 200;

    /** Says that nothing follows. */
    private static final Future<Block> END = CompletableFuture.completedFuture(null);

    private final SnapshotRepository repository;
    private final SegmentIndexes indexes;
    private final Runs runs;
    private final Openers openers;
    private final BlockingQueue<Block> idle = new LinkedBlockingQueue<>();
    private final BlockingQueue<Future<Block>> fetched = new LinkedBlockingQueue<>();
    private final Thread thread;

    BlockFetcher(SnapshotRepository repository, SegmentIndexes indexes, Runs runs, Openers openers, String name) {
        this.repository = repository;
        this.indexes = indexes;
        this.runs = runs;
        this.openers = openers;
        for (int i = 0; i < BLOCKS; i++) {
            idle.add(new Block());
        }
        this.thread = new Thread(this::fetchAll, name);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** The next block, opened or being opened; null at the end. */
    Future<Block> next() throws InterruptedException {
        Future<Block> next = fetched.take();
        if (next == END) {
            fetched.add(END);
            return null;
        }
        return next;
    }

    void giveBack(Block block) {
        idle.add(block);
    }

    void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void fetchAll() {
        try {
            for (int run = 0; run < runs.size(); run++) {
                SegmentIndex index = indexes.get(runs.owner(run), runs.segment(run));
                fetchRun(index, runs.first(run), runs.count(run));
            }
            fetched.add(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed by the reader
        } catch (Throwable e) { // whatever it is, the reader must not take it for the end of the stream
            fetched.add(CompletableFuture.failedFuture(e));
        }
    }

    private void fetchRun(SegmentIndex index, int first, int count) throws InterruptedException {
        int end = first + count;
        if (first < 0 || count < 1 || end > index.size()) {
            throw new DamagedSnapshotException(
                    RepositoryLayout.segment(index.segment()),
                    "chunks " + first + " to " + (end - 1),
                    index.size() + " chunks");
        }
        for (int chunk = first; chunk < end; chunk++) {
            if (!Block.fits(index, chunk)) {
                throw new DamagedSnapshotException(
                        RepositoryLayout.segment(index.segment()) + "#" + chunk, "a chunk of up to 1 MiB", "another");
            }
        }
        int next = first;
        for (int tried = 1; next < end; tried++) {
            int before = next;
            next = fetchRange(index, next, end, tried);
            tried = next > before ? 0 : tried;
        }
    }

    /** Fetches blocks until the end of the run, or until the connection breaks; returns the next chunk. */
    private int fetchRange(SegmentIndex index, int first, int end, int tried) throws InterruptedException {
        int next = first;
        long length = index.offset(end) - (long) index.offset(first);
        try (InputStream in = repository.segment(index.segment(), index.offset(first), length)) {
            while (next < end) {
                Block block = idle.take();
                int following = block.choose(index, next, end);
                int got;
                try {
                    got = in.readNBytes(block.sealed, 0, block.sealedLength());
                } catch (IOException e) {
                    idle.add(block);
                    throw e;
                }
                if (got < block.sealedLength()) {
                    throw new DamagedSnapshotException(
                            RepositoryLayout.segment(index.segment()),
                            "at least " + index.offset(end) + " bytes",
                            "fewer");
                }
                fetched.add(openers.submit(block::open));
                next = following;
            }
        } catch (ObjectMissingException e) {
            throw new DamagedSnapshotException(RepositoryLayout.segment(index.segment()), "a segment", "no object", e);
        } catch (IOException | RepositoryException.Transient e) {
            if (tried >= TRIES) {
                throw e instanceof RepositoryException known
                        ? known
                        : new RepositoryException.Transient(
                                "repository-io",
                                "cannot read " + RepositoryLayout.segment(index.segment()) + " in " + TRIES + " tries: "
                                        + e.getMessage(),
                                e);
            }
            Thread.sleep(PAUSE_MILLIS << tried);
        }
        return next;
    }
}
