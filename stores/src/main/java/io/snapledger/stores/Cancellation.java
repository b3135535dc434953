package io.snapledger.stores;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Makes work that blocks in pipes and sockets, where Java does not listen to interrupts, end when its caller is
 * interrupted: the work runs on a thread of its own; an interrupt of the caller closes what the work registered and
 * interrupts that thread, then waits until the work has cleaned up.
 */
public final class Cancellation {

    /** Work that can be cancelled. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Cancellation cancellation) throws StoreException, IOException, InterruptedException;
    }

    private final Deque<AutoCloseable> held = new ArrayDeque<>();
    private boolean cancelled;

    private Cancellation() {}

    /** Runs the work to its end; when the caller is interrupted, cancels it and throws. */
    public static <T> T run(String name, Work<T> work) throws StoreException, IOException, InterruptedException {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Thread thread = new Thread(() -> cancellation.complete(work, outcome), name);
        thread.setDaemon(true);
        thread.start();
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            cancellation.cancel();
            thread.interrupt();
            awaitEnd(thread);
            throw e;
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    /** Runs what tidies up to its end, on a thread that no interrupt of the work reaches. */
    public static void tidyUp(Runnable tidying) {
        Thread thread = new Thread(tidying, "snapledger-tidying");
        thread.setDaemon(true);
        thread.start();
        awaitEnd(thread);
    }

    private <T> void complete(Work<T> work, CompletableFuture<T> outcome) {
        try {
            outcome.complete(work.run(this));
        } catch (Throwable e) {
            outcome.completeExceptionally(e);
        }
    }

    /** Closed when the work is cancelled; at once if it has been already. */
    public synchronized <C extends AutoCloseable> C hold(C resource) {
        if (cancelled) {
            close(resource);
        } else {
            held.push(resource);
        }
        return resource;
    }

    public synchronized void release(AutoCloseable resource) {
        held.remove(resource);
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    private synchronized void cancel() {
        cancelled = true;
        while (!held.isEmpty()) {
            close(held.pop());
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            System.getLogger(Cancellation.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing while cancelling failed", e);
        }
    }

    private static void awaitEnd(Thread thread) {
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

    private static RuntimeException rethrown(Throwable cause) throws StoreException, IOException, InterruptedException {
        if (cause instanceof StoreException e) {
            throw e;
        }
        if (cause instanceof IOException e) {
            throw e;
        }
        if (cause instanceof InterruptedException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    }
}
