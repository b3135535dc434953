package io.snapledger.repository.protocol;

import io.snapledger.repository.AttemptId;
import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import java.util.ArrayList;
import java.util.List;

/** The deletions of a sweep; what is no object of Snapledger stays. Whoever calls them has won or read a final decision and then listed the pins. */
final class Sweeping {

    private final RepositoryBackend backend;
    private final StoreName store;
    private final SnapshotId snapshot;

    Sweeping(RepositoryBackend backend, StoreName store, SnapshotId snapshot) {
        this.backend = backend;
        this.store = store;
        this.snapshot = snapshot;
    }

    /** Everything of one attempt, which has lost. Here and below: the bytes that were there, also if another sweeps them meanwhile. */
    long deleteAttempt(AttemptId attempt) {
        return deleteAll(RepositoryLayout.segmentsOf(store, snapshot, attempt));
    }

    /** Everything of all attempts. */
    long deleteSegments() {
        return deleteAll(RepositoryLayout.segmentsOf(store, snapshot));
    }

    /** Pins on this snapshot; all are stale. */
    void dropPins() {
        deleteAll(RepositoryLayout.pinsOn(snapshot));
    }

    /** Pins this snapshot holds on others. */
    void dropOwnPins() {
        String own = PinHolder.snapshot(snapshot).value();
        backend.delete(found(RepositoryLayout.PINS).stream()
                .map(ObjectStat::key)
                .filter(key -> RepositoryLayout.nameOf(key).equals(own))
                .toList());
    }

    private long deleteAll(String prefix) {
        List<ObjectStat> objects = found(prefix);
        backend.delete(objects.stream().map(ObjectStat::key).toList());
        return objects.stream().mapToLong(ObjectStat::length).sum();
    }

    private List<ObjectStat> found(String prefix) {
        List<ObjectStat> objects = new ArrayList<>();
        backend.list(prefix, objects::add);
        objects.removeIf(object -> ObjectKind.of(object.key()).isEmpty());
        return objects;
    }
}
