package io.snapledger.repository;

import io.snapledger.events.Nullable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What was decided in a repository, kept in memory by the versions that its listing shows: a look again is one listing, and a read of
 * each decision that is new or was changed since. It finds what there is to do; whoever does it reads the decision first, since it may
 * have changed after the look. About 300 bytes for each decision. Safe for many threads.
 */
public final class DecisionIndex {

    private final RepositoryBackend backend;
    private final int parallel;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /**
     * @param parallel reads at once, at least 1; with many decisions the first look is as fast as these are
     */
    public DecisionIndex(RepositoryBackend backend, int parallel) {
        if (parallel < 1) {
            throw new IllegalArgumentException(parallel + " reads at once; at least 1");
        }
        this.backend = backend;
        this.parallel = parallel;
    }

    /**
     * What is kept of a decision.
     *
     * @param since when its state began
     * @param attempt whose content it has; null if it has none
     */
    public record Known(
            StoreName store,
            SnapshotId snapshot,
            Decision.State state,
            Instant since,
            @Nullable AttemptId attempt) {

        private static Known of(Decision decision) {
            return new Known(
                    decision.subject().store(),
                    decision.subject().snapshot(),
                    decision.state(),
                    decision.since(),
                    decision.content() == null ? null : AttemptId.of(decision.content()));
        }
    }

    /** Of one version: a decision, or why it cannot be read. */
    private record Entry(
            String version, @Nullable Known known, @Nullable UnreadableDecision unreadable) {}

    /**
     * Looks again. What was read before a failure stays, so that the next look goes on there.
     *
     * @throws RepositoryException.Transient if the repository does not answer; what was known is known still
     */
    public synchronized void look() {
        Map<String, String> versions = new HashMap<>();
        backend.list(RepositoryLayout.DECISIONS, object -> {
            if (ObjectKind.DECISION.is(object.key())) {
                versions.put(object.key(), object.version());
            }
        });
        entries.keySet().retainAll(versions.keySet());
        versions.entrySet().removeIf(shown -> isKnown(shown.getKey(), shown.getValue()));
        readAll(versions);
    }

    private boolean isKnown(String key, String version) {
        Entry entry = entries.get(key);
        return entry != null && entry.version().equals(version);
    }

    private void readAll(Map<String, String> versions) {
        if (versions.isEmpty()) {
            return;
        }
        ExecutorService readers = Executors.newFixedThreadPool(Math.min(parallel, versions.size()), task -> {
            Thread thread = new Thread(task, "decision-index");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<Void>> shares = new ArrayList<>();
            List<Map.Entry<String, String>> all = List.copyOf(versions.entrySet());
            for (int share = 0; share < parallel; share++) {
                int first = share;
                shares.add(() -> {
                    for (int i = first; i < all.size(); i += parallel) {
                        read(all.get(i).getKey(), all.get(i).getValue());
                    }
                    return null;
                });
            }
            for (Future<Void> share : readers.invokeAll(shares)) {
                share.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RepositoryException failure) {
                throw failure;
            }
            throw new IllegalStateException("cannot read the decisions of " + backend.description(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RepositoryException.Transient("interrupted", "reading the decisions was interrupted", e);
        } finally {
            readers.shutdownNow();
        }
    }

    private void read(String key, String version) {
        try {
            Optional<Decision> decision =
                    backend.get(key, DecisionCodec.LIMIT).map(object -> DecisionCodec.readAt(key, object.content()));
            decision.ifPresent(found -> entries.put(key, new Entry(version, Known.of(found), null)));
        } catch (RepositoryException.Permanent e) {
            entries.put(key, new Entry(version, null, UnreadableDecision.at(key, e)));
        }
    }

    /** Those that were in a state when it was looked, by store and age. */
    public List<Known> in(Decision.State state) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().known() != null
                        && entry.getValue().known().state() == state)
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().known())
                .toList();
    }

    /** Those that could not be read. */
    public List<UnreadableDecision> unreadable() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().unreadable() != null)
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().unreadable())
                .toList();
    }

    /** What was decided when it was looked; empty also if it could not be read. */
    public Optional<Known> of(StoreName store, SnapshotId snapshot) {
        return Optional.ofNullable(entries.get(RepositoryLayout.decision(store, snapshot)))
                .map(Entry::known);
    }
}
