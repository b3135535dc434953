package io.snapledger.dump;

import io.snapledger.events.BackupCancelled;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.DumpRequested;
import io.snapledger.events.DumpStarted;
import io.snapledger.events.Event;
import io.snapledger.events.FailureCode;
import io.snapledger.events.Identities;
import io.snapledger.events.UploadFailed;
import io.snapledger.events.UploadFinished;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What the ledger says about attempts, read by every replica without a group: it must reach the one that holds the bytes.
 * Events may come twice; those of one snapshot come in the order of their topic. It remembers the newest
 * {@value #REMEMBERED} snapshots and backups.
 */
public final class ControlView {

    static final int REMEMBERED = 10_000;

    private final Map<String, Snapshot> snapshots = newest();
    private final Map<String, String> cancelled = newest();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** What is known of one snapshot. */
    private static final class Snapshot {
        final Map<Integer, String> firstClaims = new HashMap<>();
        int newestNumber;
        String finalFailure;
        UploadFinished finished;
    }

    /** Takes the next event of a control topic; others are ignored. */
    public void accept(Event<?> event) {
        String snapshot = learn(event);
        if (snapshot != null) {
            listeners.forEach(listener -> listener.accept(snapshot));
        }
    }

    /** Returns the snapshot or backup that the event is about; null if it changes nothing. */
    private synchronized String learn(Event<?> event) {
        if (event.data() instanceof DumpRequested requested) {
            Snapshot snapshot = of(requested.snapshot());
            snapshot.newestNumber = Math.max(snapshot.newestNumber, requested.number());
        } else if (event.data() instanceof DumpStarted started) {
            int number = Identities.attemptNumber(started.attempt());
            Snapshot snapshot = of(started.snapshot());
            snapshot.newestNumber = Math.max(snapshot.newestNumber, number);
            snapshot.firstClaims.putIfAbsent(number, started.attempt());
        } else if (event.data() instanceof DumpFailed failed && failed.isFinal()) {
            of(failed.snapshot()).finalFailure = failed.reason();
        } else if (event.data() instanceof UploadFinished finished) {
            of(finished.snapshot()).finished = finished;
        } else if (event.data() instanceof BackupCancelled backup) {
            cancelled.put(backup.backup(), backup.reason());
        } else if (!(event.data() instanceof UploadFailed)) {
            return null;
        }
        notifyAll();
        return event.subject();
    }

    private Snapshot of(String snapshot) {
        return snapshots.computeIfAbsent(snapshot, id -> new Snapshot());
    }

    /** Told the snapshot or backup that something was learnt about, on the thread that brought it; must be quick. */
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** The attempt that won the claim of a number; empty while there is none. */
    public synchronized Optional<String> winner(String snapshot, int number) {
        Snapshot known = snapshots.get(snapshot);
        return known == null ? Optional.empty() : Optional.ofNullable(known.firstClaims.get(number));
    }

    /** As {@link #winner}, but waits for one. */
    synchronized String awaitWinner(String snapshot, int number) throws InterruptedException {
        while (true) {
            Optional<String> winner = winner(snapshot, number);
            if (winner.isPresent()) {
                return winner.get();
            }
            wait();
        }
    }

    /** Why an attempt with this number shall not run, or not go on. */
    Optional<Failure> objection(DumpRequested request, int number) {
        Failure failure = null;
        synchronized (this) {
            Snapshot known = snapshots.get(request.snapshot());
            if (cancelled.containsKey(request.backup())) {
                failure = new Failure(
                        FailureCode.CANCELLED,
                        "backup " + request.backup() + " was cancelled: " + cancelled.get(request.backup()));
            } else if (known != null && known.finalFailure != null) {
                failure = new Failure(
                        FailureCode.SUPERSEDED,
                        "the scheduler has closed snapshot " + request.snapshot() + ": " + known.finalFailure);
            } else if (known != null && known.newestNumber > number) {
                failure = new Failure(
                        FailureCode.SUPERSEDED,
                        "attempt " + known.newestNumber + " of snapshot " + request.snapshot() + " follows attempt "
                                + number);
            } else if (known != null && isFinishedByOther(known.finished, request, number)) {
                failure = new Failure(
                        FailureCode.SUPERSEDED,
                        "attempt " + known.finished.attempt() + " of snapshot " + request.snapshot() + " is committed");
            }
        }
        return Optional.ofNullable(failure);
    }

    private static boolean isFinishedByOther(UploadFinished finished, DumpRequested request, int number) {
        return finished != null
                && Identities.attemptNumber(finished.attempt()) != number
                && (request.repositories().isEmpty()
                        || finished.repository().equals(request.repositories().get(0)));
    }

    private static <V> Map<String, V> newest() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
