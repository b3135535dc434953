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
    private final long offset;
    private final Openers openers;
    private final BlockingQueue<Block> idle = new LinkedBlockingQueue<>();
    private final BlockingQueue<Future<Block>> fetched = new LinkedBlockingQueue<>();
    private final Thread thread;

    /** Where the first block begins in the stream; known once {@link #next} has returned. */
    private volatile long begin;

    /**
     * @param offset byte of the stream that is wanted first; the first block begins with the chunk that holds it
     */
    BlockFetcher(
            SnapshotRepository repository,
            SegmentIndexes indexes,
            Runs runs,
            long offset,
            Openers openers,
            String name) {
        this.repository = repository;
        this.indexes = indexes;
        this.runs = runs;
        this.offset = offset;
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

    long begin() {
        return begin;
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
            boolean reached = offset == 0;
            for (int run = 0; run < runs.size(); run++) {
                SegmentIndex index = indexes.get(runs.owner(run), runs.segment(run));
                int first = runs.first(run);
                int end = first + runs.count(run);
                requireRun(index, first, end);
                while (!reached && first < end) {
                    reached = begin + index.plainLength(first) > offset;
                    begin += reached ? 0 : index.plainLength(first++);
                }
                if (first < end) {
                    fetchRun(index, first, end);
                }
            }
            fetched.add(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed by the reader
        } catch (Throwable e) { // whatever it is, the reader must not take it for the end of the stream
            fetched.add(CompletableFuture.failedFuture(e));
        }
    }

    private static void requireRun(SegmentIndex index, int first, int end) {
        if (first < 0 || end <= first || end > index.size()) {
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
    }

    private void fetchRun(SegmentIndex index, int first, int end) throws InterruptedException {
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
