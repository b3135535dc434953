package io.snapledger.repository.read;

import io.snapledger.repository.keys.StoreKey;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Threads that open chunks, each with an opener at a time. */
final class Openers implements AutoCloseable {

    private static final int THREADS = 2;

    private final ExecutorService threads;
    private final BlockingQueue<ChunkOpener> idle = new LinkedBlockingQueue<>();

    Openers(StoreKey key, String name) {
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < THREADS; i++) {
            idle.add(new ChunkOpener(key));
        }
    }

    interface Opening<T> {
        T with(ChunkOpener opener);
    }

    <T> Future<T> submit(Opening<T> opening) {
        return threads.submit(() -> {
            ChunkOpener opener = idle.take();
            try {
                return opening.with(opener);
            } finally {
                idle.add(opener);
            }
        });
    }

    /** Returns when no thread is left. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        idle.forEach(ChunkOpener::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
