package io.snapledger.dump;

import io.snapledger.events.DumpCompleted;
import io.snapledger.events.Event;
import io.snapledger.events.EventPublisher;
import io.snapledger.events.Role;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SegmentStaged;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.Decision;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.memory.MemoryBackend;
import io.snapledger.repository.protocol.CommitDecider.Outcome;
import io.snapledger.repository.protocol.RepositoryProtocol;
import io.snapledger.repository.protocol.StagedSegments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Storage-service as dump-service sees it: the real commit over a repository in memory, which refuses wrong lengths and digests. It
 * works on a thread of its own, as the real one does.
 */
final class StorageDouble implements AutoCloseable {

    /** How it gets at what is staged. */
    interface Worker {
        /** Empty if it is gone. */
        Optional<byte[]> fetch(String snapshot, String attempt, String name) throws IOException;

        void acknowledge(String snapshot, String attempt, int number) throws IOException;
    }

    private final MemoryBackend backend = new MemoryBackend();
    private final SnapshotRepository repository = new BackendRepository("main", backend);
    private final RepositoryProtocol protocol = new RepositoryProtocol(backend, Clock.systemUTC());
    private final Worker worker;
    private final EventPublisher ledger;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private volatile boolean deaf;

    StorageDouble(Worker worker, EventPublisher ledger) {
        this.worker = worker;
        this.ledger = ledger;
        new BackendRepository("main", backend).initialise("test", new SecureRandom(), Clock.systemUTC());
    }

    SnapshotRepository repository() {
        return repository;
    }

    MemoryBackend backend() {
        return backend;
    }

    List<Outcome> outcomes() {
        return outcomes;
    }

    /** While it is away it takes no event; they are lost, as hints may be. */
    void away(boolean isAway) {
        away = isAway;
    }

    /** While it is deaf it loses hints, and hears of completed dumps only. */
    void deafToHints(boolean isDeaf) {
        deaf = isDeaf;
    }

    void hear(Event<?> event) {
        if (away) {
            return;
        }
        if (event.data() instanceof SegmentStaged staged && !deaf) {
            thread.execute(() -> early(staged));
        } else if (event.data() instanceof DumpCompleted completed) {
            thread.execute(() -> commit(completed));
        }
    }

    private void early(SegmentStaged staged) {
        SegmentId id = new SegmentId(
                new StoreName(staged.store()),
                new SnapshotId(staged.snapshot()),
                AttemptId.parse(staged.attempt()),
                staged.number());
        fetch(staged.snapshot(), staged.attempt(), Integer.toString(staged.number()))
                .ifPresent(bytes -> {
                    backend.create(RepositoryLayout.segment(id), source(bytes, staged.length(), staged.sha256()));
                    acknowledge(staged.snapshot(), staged.attempt(), staged.number());
                });
    }

    private static ObjectSource source(byte[] bytes, long length, String sha256) {
        return ObjectSource.stream(length, sha256, () -> new java.io.ByteArrayInputStream(bytes));
    }

    private void commit(DumpCompleted completed) {
        Decision.Subject subject = new Decision.Subject("test", completed.order());
        SealedContent content = completed.content();
        Outcome outcome = protocol.commit(subject, content, new Staged());
        outcomes.add(outcome);
        if (outcome instanceof Outcome.Won) {
            for (int number = 1; number <= content.segments(); number++) {
                acknowledge(completed.snapshot(), completed.attempt(), number);
            }
            ledger.publish(Event.of(
                    Role.STORAGE,
                    Clock.systemUTC().instant(),
                    new UploadFinished(
                            completed.backup(),
                            completed.snapshot(),
                            completed.plan(),
                            completed.store(),
                            "main",
                            completed.attempt(),
                            content.bytesRead(),
                            content.bytesStored(),
                            content.missed(),
                            content.suspect(),
                            Clock.systemUTC().instant())));
        } else {
            ledger.publish(Event.of(
                    Role.STORAGE,
                    Clock.systemUTC().instant(),
                    new UploadFailed(
                            completed.backup(),
                            completed.snapshot(),
                            completed.store(),
                            "main",
                            completed.attempt(),
                            "segment-lost",
                            outcome.toString(),
                            "NONE")));
        }
    }

    private Optional<byte[]> fetch(String snapshot, String attempt, String name) {
        try {
            return worker.fetch(snapshot, attempt, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acknowledge(String snapshot, String attempt, int number) {
        try {
            worker.acknowledge(snapshot, attempt, number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Staged implements StagedSegments {
        @Override
        public Optional<ObjectSource> segment(SegmentId segment, long length, String sha256) {
            return fetch(segment.snapshot().value(), segment.attempt().toString(), Integer.toString(segment.number()))
                    .map(bytes -> source(bytes, length, sha256));
        }

        @Override
        public Optional<ObjectSource> list(SegmentId any, long length, String sha256) {
            return fetch(any.snapshot().value(), any.attempt().toString(), "list")
                    .map(bytes -> source(bytes, length, sha256));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
