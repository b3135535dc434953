package io.snapledger.storage;

import io.snapledger.events.Caller;
import io.snapledger.events.DumpCompleted;
import io.snapledger.events.DumpFailed;
import io.snapledger.events.Event;
import io.snapledger.events.ExpiryRequested;
import io.snapledger.events.Identities;
import io.snapledger.events.ManifestReference;
import io.snapledger.events.ObjectReference;
import io.snapledger.events.Role;
import io.snapledger.events.SealedContent;
import io.snapledger.events.SegmentStaged;
import io.snapledger.events.SnapshotOrder;
import io.snapledger.events.UndeleteRequested;
import io.snapledger.repository.AttemptId;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.SegmentId;
import io.snapledger.repository.SnapshotId;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.WrappedKey;
import io.snapledger.repository.format.SegmentList;
import io.snapledger.repository.format.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A sealed attempt of a store: some random segments, their list, and the events that tell of it. */
public final class SampleAttempt {

    public static final String INSTALLATION = "testinstallation";
    public static final String EPOCH = "00112233445566ff";
    private static final Instant DUE = Instant.parse("2026-11-21T00:00:00Z");

    private final StoreName store;
    private final Instant dueAt;
    private final SnapshotId snapshot;
    private final AttemptId attempt;
    private final String worker;
    private final List<String> repositories;
    private final List<byte[]> segments = new ArrayList<>();
    private final byte[] list;

    private SampleAttempt(
            String store, Instant dueAt, int number, long claim, String worker, List<String> repositories, int length) {
        this.store = new StoreName(store);
        this.dueAt = dueAt;
        String backup = Identities.scheduledBackup(INSTALLATION, "nightly", dueAt);
        this.snapshot = new SnapshotId(Identities.snapshot(backup, INSTALLATION, store));
        this.attempt = AttemptId.of(number, claim);
        this.worker = worker;
        this.repositories = repositories;
        Random random = new Random(claim);
        List<SegmentList.Entry> entries = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            byte[] bytes = new byte[length + i];
            random.nextBytes(bytes);
            segments.add(bytes);
            entries.add(new SegmentList.Entry(i, bytes.length, Sha256.hex(bytes)));
        }
        this.list = new SegmentList(this.store, snapshot, attempt, entries, List.of()).write();
    }

    /** Attempt {@code number} of a store's snapshot that was due on the first day. */
    public static SampleAttempt of(String store, int number, long claim, String... repositories) {
        return new SampleAttempt(store, DUE, number, claim, "dump-1", List.of(repositories), 5000);
    }

    /** The first attempt of a store's snapshot that was due some days later. */
    public static SampleAttempt ofDay(String store, int day, String... repositories) {
        return new SampleAttempt(
                store, DUE.plusSeconds(86400L * day), 1, 1000 + day, "dump-1", List.of(repositories), 5000);
    }

    public static SampleAttempt ofLength(String store, long claim, int length, String... repositories) {
        return new SampleAttempt(store, DUE, 1, claim, "dump-1", List.of(repositories), length);
    }

    /** The same held by another worker. */
    public SampleAttempt heldBy(String other) {
        return new SampleAttempt(
                store.value(),
                dueAt,
                attempt.number(),
                Long.parseUnsignedLong(attempt.claim(), 16),
                other,
                repositories,
                segments.get(0).length - 1);
    }

    /** Puts all of it into a worker's staging. */
    public SampleAttempt stagedAt(ScriptedWorker at) {
        for (int i = 1; i <= segments.size(); i++) {
            at.offer(path(i), segments.get(i - 1));
        }
        at.offer(snapshot + "/" + attempt + "/list", list);
        return this;
    }

    /** Two wraps of the store's key, without which nothing is committed. */
    public static void addKeys(SnapshotRepository repository, String store) {
        for (String recipient : List.of("aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb")) {
            repository.addWrappedKey(new WrappedKey(new StoreName(store), EPOCH, recipient, new byte[] {1}));
        }
    }

    public String path(int number) {
        return snapshot + "/" + attempt + "/" + number;
    }

    public StoreName store() {
        return store;
    }

    public SnapshotId snapshot() {
        return snapshot;
    }

    public AttemptId attempt() {
        return attempt;
    }

    public byte[] segment(int number) {
        return segments.get(number - 1).clone();
    }

    public byte[] list() {
        return list.clone();
    }

    public SegmentId id(int number) {
        return new SegmentId(store, snapshot, attempt, number);
    }

    public String decisionKey() {
        return RepositoryLayout.decision(store, snapshot);
    }

    public String prefix() {
        return RepositoryLayout.segmentsOf(store, snapshot, attempt);
    }

    public Event<DumpCompleted> completed() {
        byte[] last = segments.get(segments.size() - 1);
        return Event.of(
                Role.DUMP,
                dueAt.plusSeconds(60),
                new DumpCompleted(
                        order(),
                        new SealedContent(
                                attempt.toString(),
                                EPOCH,
                                new ManifestReference(segments.size(), 1, last.length, Sha256.hex(last)),
                                new ObjectReference(list.length, Sha256.hex(list)),
                                List.of(),
                                List.of(),
                                segments.size(),
                                10_000,
                                segments.stream()
                                        .mapToLong(bytes -> bytes.length)
                                        .sum(),
                                1,
                                0,
                                null,
                                "1",
                                "1",
                                dueAt,
                                dueAt.plusSeconds(60)),
                        worker,
                        List.of(),
                        List.of(),
                        List.of()));
    }

    public Event<SegmentStaged> staged(int number) {
        byte[] bytes = segments.get(number - 1);
        return Event.of(
                Role.DUMP,
                dueAt,
                new SegmentStaged(
                        snapshot.value(),
                        store.value(),
                        attempt.toString(),
                        worker,
                        number,
                        bytes.length,
                        Sha256.hex(bytes),
                        repositories));
    }

    private SnapshotOrder order() {
        return new SnapshotOrder(
                snapshot.backup(),
                snapshot.value(),
                "nightly",
                store.value(),
                "files",
                repositories,
                List.of(store.value()),
                dueAt,
                null);
    }

    /** The scheduler's last word. */
    public Event<DumpFailed> givenUp() {
        return Event.of(
                Role.SCHEDULER,
                dueAt.plusSeconds(600),
                new DumpFailed(order(), null, "deadline", "it took too long", false, true));
    }

    public Event<ExpiryRequested> expiry() {
        return Event.of(
                Role.CATALOG,
                dueAt.plusSeconds(86400),
                new ExpiryRequested(snapshot.value(), store.value(), "nightly", repositories.get(0), "last: 1", null));
    }

    public Event<UndeleteRequested> undelete() {
        return Event.of(
                Role.CATALOG,
                dueAt.plusSeconds(90000),
                new UndeleteRequested(
                        snapshot.value(), store.value(), "nightly", repositories.get(0), new Caller("ann", "token")));
    }
}
