package io.snapledger.repository.write;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The threads between the streams and the segments, and the batches that go round among them. There are only so many batches, so that
 * a slow stage stops those before it. The first failure stops everything and is what every later call meets.
 */
final class Pipeline {

    /** What a stage does with a batch. */
    interface Stage {
        void take(Batch batch) throws Exception;
    }

    private final String name;
    private final Deque<Batch> idle = new ArrayDeque<>();
    private final List<BlockingQueue<Batch>> queues = new ArrayList<>();
    private final List<Integer> readers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Batch end;

    private Throwable failure;

    Pipeline(String name, List<Batch> batches, Batch end) {
        this.name = name;
        this.idle.addAll(batches);
        this.end = end;
    }

    /** Adds a stage that gets every batch, in order if it has one thread. */
    void stage(String what, List<Stage> workers) {
        BlockingQueue<Batch> queue = new LinkedBlockingQueue<>(); // bounded by the number of batches
        queues.add(queue);
        readers.add(workers.size());
        for (Stage worker : workers) {
            Thread thread = new Thread(() -> run(queue, worker), name + "-" + what);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    private void run(BlockingQueue<Batch> queue, Stage stage) {
        try {
            Batch batch;
            do {
                batch = queue.take();
                stage.take(batch);
            } while (batch != end);
        } catch (Throwable e) { // an OutOfMemoryError in a stage must not become a shorter snapshot
            fail(e);
        }
    }

    /** A batch to be filled; waits for one. */
    synchronized Batch take() throws IOException {
        try {
            while (idle.isEmpty() && failure == null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(e);
            throw (IOException) new InterruptedIOException("interrupted while waiting for the stages").initCause(e);
        }
        requireNoFailure();
        return idle.pop();
    }

    synchronized void giveBack(Batch batch) {
        idle.push(batch);
        notifyAll();
    }

    synchronized void submit(Batch batch) throws IOException {
        requireNoFailure();
        queues.forEach(queue -> queue.add(batch));
    }

    /** Ends every thread once it has done what was submitted; returns when all have ended. */
    void finish() throws IOException, InterruptedException {
        synchronized (this) {
            requireNoFailure();
            for (int i = 0; i < queues.size(); i++) {
                for (int reader = 0; reader < readers.get(i); reader++) {
                    queues.get(i).add(end);
                }
            }
        }
        join();
        synchronized (this) {
            requireNoFailure();
        }
    }

    private void join() throws InterruptedException {
        for (Thread thread : threads) {
            if (thread != Thread.currentThread()) {
                thread.join();
            }
        }
    }

    /** Returns when no thread is left. */
    void joinUninterruptibly() {
        boolean interrupted = false;
        while (true) {
            try {
                join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops everything; only the first failure counts. */
    synchronized void fail(Throwable why) {
        if (failure == null) {
            failure = why;
            threads.forEach(Thread::interrupt);
            notifyAll();
        }
    }

    synchronized void requireNoFailure() throws IOException {
        if (failure instanceof InterruptedException) {
            throw (IOException) new InterruptedIOException("the snapshot was interrupted").initCause(failure);
        }
        if (failure != null) {
            throw new IOException("the snapshot cannot be written: " + failure.getMessage(), failure);
        }
    }
}
