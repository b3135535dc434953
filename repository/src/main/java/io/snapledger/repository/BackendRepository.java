package io.snapledger.repository;

import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A repository at hand. */
public final class BackendRepository implements SnapshotRepository {

    /** Longest segment list: some 40,000 segments fill 3 MiB, which is 1.2 TiB stored. */
    public static final int LIST_LIMIT = 64 << 20;

    private static final int SMALL = 64 << 10;

    private final String name;
    private final RepositoryBackend backend;

    /**
     * @param name of the repository in the configuration
     */
    public BackendRepository(String name, RepositoryBackend backend) {
        this.name = name;
        this.backend = backend;
    }

    /**
     * Makes the place a repository unless it is one, and records the installation among its owners.
     *
     * @param installation that will write here
     */
    public RepositoryInfo initialise(String installation, SecureRandom random, InstantSource clock) {
        byte[] id = new byte[16];
        random.nextBytes(id);
        RepositoryInfo fresh = new RepositoryInfo(
                RepositoryInfo.FORMAT, HexFormat.of().formatHex(id), List.of(installation), clock.instant());
        backend.create(RepositoryLayout.INFO, ObjectSource.bytes(RepositoryInfoCodec.write(fresh)));
        while (true) {
            VersionedObject now = infoObject();
            RepositoryInfo info = RepositoryInfoCodec.read(now.content());
            if (info.owners().contains(installation)) {
                return info;
            }
            List<String> owners = new ArrayList<>(info.owners());
            owners.add(installation);
            RepositoryInfo more = new RepositoryInfo(info.format(), info.id(), owners, info.createdAt());
            backend.replace(RepositoryLayout.INFO, now.version(), RepositoryInfoCodec.write(more));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public RepositoryInfo info() {
        return RepositoryInfoCodec.read(infoObject().content());
    }

    private VersionedObject infoObject() {
        return backend.get(RepositoryLayout.INFO, SMALL)
                .orElseThrow(() -> new RepositoryException.Permanent(
                        "repository-missing",
                        backend.description() + " is no repository: it has no " + RepositoryLayout.INFO
                                + "; HINT: is it the right place, and is it mounted?"));
    }

    @Override
    public Optional<Decision> decision(StoreName store, SnapshotId snapshot) {
        String key = RepositoryLayout.decision(store, snapshot);
        return backend.get(key, DecisionCodec.LIMIT).map(object -> named(key, object));
    }

    /** A decision under another's name is damage as well. */
    private static Decision named(String key, VersionedObject object) {
        Decision decision = DecisionCodec.read(key, object.content());
        Decision.Subject subject = decision.subject();
        if (!RepositoryLayout.decision(subject.store(), subject.snapshot()).equals(key)) {
            throw new DamagedSnapshotException(
                    key, "the decision of that name", "that of " + subject.store() + "/" + subject.snapshot());
        }
        return decision;
    }

    @Override
    public List<Decision> decisions(DecisionFilter filter, Consumer<UnreadableDecision> unreadable) {
        String prefix =
                filter.store() == null ? RepositoryLayout.DECISIONS : RepositoryLayout.decisionsOf(filter.store());
        List<String> keys = new ArrayList<>();
        backend.list(prefix, object -> {
            if (filter.backup() == null || RepositoryLayout.nameOf(object.key()).startsWith(filter.backup())) {
                keys.add(object.key());
            }
        });
        List<Decision> decisions = new ArrayList<>(keys.size());
        for (String key : keys) {
            try {
                backend.get(key, DecisionCodec.LIMIT)
                        .map(object -> named(key, object))
                        .filter(filter::matches)
                        .ifPresent(decisions::add);
            } catch (RepositoryException.Permanent e) {
                unreadable.accept(UnreadableDecision.at(key, e));
            }
        }
        decisions.sort(
                Comparator.comparing((Decision decision) -> decision.subject().dueAt())
                        .thenComparing(decision -> decision.subject().backup())
                        .reversed()
                        .thenComparing(decision -> decision.subject().store()));
        return decisions;
    }

    @Override
    public InputStream segment(SegmentId segment, long offset, long length) {
        return backend.read(RepositoryLayout.segment(segment), offset, length);
    }

    @Override
    public byte[] segmentList(StoreName store, SnapshotId snapshot, AttemptId attempt) {
        String key = RepositoryLayout.segmentList(store, snapshot, attempt);
        return backend.get(key, LIST_LIMIT)
                .orElseThrow(() -> new ObjectMissingException(key))
                .content();
    }

    @Override
    public void pin(Pin pin) {
        backend.create(RepositoryLayout.pin(pin.snapshot(), pin.holder()), ObjectSource.bytes(PinCodec.write(pin)));
    }

    @Override
    public void unpin(SnapshotId snapshot, PinHolder holder) {
        backend.delete(RepositoryLayout.pin(snapshot, holder));
    }

    @Override
    public List<WrappedKey> wrappedKeys(StoreName store) {
        List<String> keys = new ArrayList<>();
        backend.list(RepositoryLayout.keysOf(store), object -> keys.add(object.key()));
        keys.sort(null);
        List<WrappedKey> wraps = new ArrayList<>(keys.size());
        for (String key : keys) {
            String[] parts = key.split("/", -1);
            if (parts.length == 4) {
                backend.get(key, SMALL)
                        .ifPresent(object -> wraps.add(new WrappedKey(store, parts[2], parts[3], object.content())));
            }
        }
        return wraps;
    }

    @Override
    public void addWrappedKey(WrappedKey key) {
        backend.create(
                RepositoryLayout.key(key.store(), key.epoch(), key.recipient()), ObjectSource.bytes(key.content()));
    }
}
