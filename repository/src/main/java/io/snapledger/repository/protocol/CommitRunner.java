package io.snapledger.repository.protocol;

import io.snapledger.events.Nullable;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SegmentOwner;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.Decision;
import io.snapledger.repository.DecisionCodec;
import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.PinCodec;
import io.snapledger.repository.PinHolder;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryFullException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.VersionedObject;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.format.Sha256;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Executes the effects of one {@link CommitDecider}. */
final class CommitRunner {

    /** Service key and recovery key. */
    private static final int WRAPS = 2;

    private static final int LIST = 0;

    private final RepositoryBackend backend;
    private final InstantSource clock;
    private final Decision.Subject subject;
    private final SealedContent content;
    private final StagedSegments staging;
    private final StoreName store;
    private final SnapshotId snapshot;
    private final AttemptId attempt;
    private final String listKey;

    private SegmentList list;
    private RepositoryFullException full;

    CommitRunner(
            RepositoryBackend backend,
            InstantSource clock,
            Decision.Subject subject,
            SealedContent content,
            StagedSegments staging) {
        this.backend = backend;
        this.clock = clock;
        this.subject = subject;
        this.content = content;
        this.staging = staging;
        this.store = subject.store();
        this.snapshot = subject.snapshot();
        this.attempt = AttemptId.of(content);
        this.listKey = RepositoryLayout.segmentList(store, snapshot, attempt);
    }

    CommitDecider.Outcome run() {
        Step<CommitDecider.State, CommitDecider.Effect> step = CommitDecider.start(CommitMark.of(content));
        while (!step.state().done()) {
            step = CommitDecider.decide(step.state(), answer(step.effects().get(0)));
        }
        if (full != null && step.state().outcome() instanceof CommitDecider.Outcome.Unavailable) {
            throw full;
        }
        return step.state().outcome();
    }

    private CommitDecider.Event answer(CommitDecider.Effect effect) {
        try {
            return execute(effect);
        } catch (RepositoryException.Transient e) {
            full = e instanceof RepositoryFullException noRoom ? noRoom : full;
            return new CommitDecider.Failed(e.getMessage());
        }
    }

    private CommitDecider.Event execute(CommitDecider.Effect effect) {
        if (effect instanceof CommitDecider.Effect.ReadDecision) {
            return new CommitDecider.DecisionRead(readDecision());
        } else if (effect instanceof CommitDecider.Effect.ListAttempt) {
            return new CommitDecider.Listed(missing());
        } else if (effect instanceof CommitDecider.Effect.Fetch fetch) {
            fetch(fetch.numbers());
            return new CommitDecider.Fetched();
        } else if (effect instanceof CommitDecider.Effect.CheckOwners) {
            return new CommitDecider.OwnersChecked(ownerProblem());
        } else if (effect instanceof CommitDecider.Effect.CheckKeys) {
            return new CommitDecider.KeysChecked(keyProblem());
        } else if (effect instanceof CommitDecider.Effect.CreateDecision) {
            return createDecision();
        } else if (effect instanceof CommitDecider.Effect.SweepAttempt) {
            new Sweeping(backend, store, snapshot).deleteAttempt(attempt);
            return new CommitDecider.Swept();
        }
        throw new IllegalStateException("no such effect: " + effect);
    }

    private DecisionView readDecision() {
        String key = RepositoryLayout.decision(store, snapshot);
        return backend.get(key, DecisionCodec.LIMIT)
                .map(object -> DecisionView.of(DecisionCodec.readAt(key, object.content())))
                .orElse(null);
    }

    private CommitDecider.Event createDecision() {
        Decision decision = new Decision.Committed(subject, content, clock.instant());
        PutOutcome outcome = backend.create(
                RepositoryLayout.decision(store, snapshot), ObjectSource.bytes(DecisionCodec.write(decision)));
        return outcome == PutOutcome.CREATED ? new CommitDecider.Created() : new CommitDecider.Exists();
    }

    /** Numbers of the segments that are not there whole; {@code 0} is the list, without which nothing is known. */
    private List<Integer> missing() {
        if (list == null) {
            fetchList();
        }
        if (list == null) {
            return List.of(LIST);
        }
        Map<String, Long> there = lengths(RepositoryLayout.segmentsOf(store, snapshot, attempt));
        List<Integer> missing = new ArrayList<>();
        if (!there.containsKey(listKey)) {
            missing.add(LIST);
        }
        for (SegmentList.Entry entry : list.own()) {
            if (!Long.valueOf(entry.length()).equals(there.get(RepositoryLayout.segment(id(entry.number()))))) {
                missing.add(entry.number());
            }
        }
        return missing;
    }

    /** The list comes first: it says what the others are. */
    private void fetch(List<Integer> numbers) {
        if (numbers.contains(LIST)) {
            fetchList();
        }
        if (list != null) {
            staging.fetchEach(numbers.stream().filter(number -> number != LIST).toList(), this::fetchSegment);
        }
    }

    private void fetchSegment(int number) {
        SegmentList.Entry entry = list.own().get(number - 1);
        staging.segment(id(number), entry.length(), entry.sha256())
                .ifPresent(source -> put(RepositoryLayout.segment(id(number)), source));
    }

    /** Staging lets go of a segment as soon as an early pull has stored it, be it in the middle of this. */
    private void put(String key, ObjectSource source) {
        try {
            backend.create(key, source);
        } catch (RepositoryException.Transient e) {
            if (backend.stat(key)
                    .filter(there -> there.length() == source.length())
                    .isEmpty()) {
                throw e;
            }
        }
    }

    private void fetchList() {
        int limit = (int) content.segmentList().length();
        Optional<byte[]> bytes = backend.get(listKey, limit).map(VersionedObject::content);
        if (bytes.isEmpty()) {
            staging.list(id(1), limit, content.segmentList().sha256())
                    .ifPresent(source -> backend.create(listKey, source));
            bytes = backend.get(listKey, limit).map(VersionedObject::content);
        }
        list = bytes.filter(
                        found -> Sha256.hex(found).equals(content.segmentList().sha256()))
                .map(found -> SegmentList.read(listKey, found))
                .filter(found -> found.store().equals(store)
                        && found.snapshot().equals(snapshot)
                        && found.attempt().equals(attempt)
                        && found.own().size() == content.segments())
                .orElse(null);
    }

    private SegmentId id(int number) {
        return new SegmentId(store, snapshot, attempt, number);
    }

    private String ownerProblem() {
        List<SegmentOwner> named = content.owners();
        if (!list.owners().equals(named)) {
            return "the segment list uses " + list.owners() + ", the decision names " + named;
        }
        for (SegmentList.Use use : list.uses()) {
            String pin = RepositoryLayout.pin(use.snapshot(), PinHolder.snapshot(snapshot));
            String problem = pinProblem(pin);
            if (problem != null) {
                return problem;
            }
            Map<String, Long> there = lengths(RepositoryLayout.segmentsOf(store, use.snapshot(), use.attempt()));
            for (SegmentList.Entry entry : use.segments()) {
                String key =
                        RepositoryLayout.segment(new SegmentId(store, use.snapshot(), use.attempt(), entry.number()));
                if (!Long.valueOf(entry.length()).equals(there.get(key))) {
                    return "segment of an owner is missing or has another length: " + key;
                }
            }
        }
        return null;
    }

    private @Nullable String pinProblem(String pin) {
        try {
            return backend.get(pin, ObjectKind.PIN.limit())
                            .map(object -> PinCodec.read(pin, object.content()))
                            .isPresent()
                    ? null
                    : "pin is missing: " + pin;
        } catch (RepositoryException.Permanent e) {
            return "pin cannot be read: " + e.getMessage();
        }
    }

    private String keyProblem() {
        String prefix = RepositoryLayout.keysOf(store) + content.epoch() + "/";
        long wraps = lengths(prefix).entrySet().stream()
                .filter(wrap -> ObjectKind.KEY.is(wrap.getKey()) && wrap.getValue() > 0)
                .count();
        return wraps >= WRAPS ? null : wraps + " wrapped keys under " + prefix + ", at least " + WRAPS + " are needed";
    }

    private Map<String, Long> lengths(String prefix) {
        Map<String, Long> lengths = new HashMap<>();
        backend.list(prefix, object -> lengths.put(object.key(), object.length()));
        return lengths;
    }
}
