package io.snapledger.storage;

import io.snapledger.events.Event;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** An accepted event and how far it has come. Kafka is told that it has been read when it is done, and not before. */
public final class Work {

    private final Event<?> event;
    private final Instant acceptedAt;
    private final Set<String> settled = ConcurrentHashMap.newKeySet();
    private final Set<String> stored = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> refused = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile int tries;

    Work(Event<?> event, Instant acceptedAt) {
        this.event = event;
        this.acceptedAt = acceptedAt;
    }

    public Event<?> event() {
        return event;
    }

    public Instant acceptedAt() {
        return acceptedAt;
    }

    /** Completes when everything is answered, or when it is given up. */
    CompletableFuture<Void> done() {
        return done;
    }

    /** How often it has been tried, this time included. */
    public int tries() {
        return tries;
    }

    void trying() {
        tries = tries + 1;
    }

    /** The answer for a repository is published: it need not be given again when another repository is tried again. */
    public void settle(String repository) {
        settled.add(repository);
    }

    /**
     * Since when a repository has refused to be written.
     *
     * @param now the answer if this is the first time
     */
    Instant refusedSince(String repository, Instant now) {
        return refused.computeIfAbsent(repository, name -> now);
    }

    /** The repository holds what the event speaks of. */
    void store(String repository) {
        stored.add(repository);
    }

    Set<String> stored() {
        return Set.copyOf(stored);
    }

    public boolean settled(String repository) {
        return settled.contains(repository);
    }
}
