package io.snapledger.repository;

import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A repository at hand. */
public final class BackendRepository implements SnapshotRepository {

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
        return backend.get(RepositoryLayout.INFO, ObjectKind.INFO.limit())
                .orElseThrow(() -> new RepositoryException.Permanent(
                        "repository-missing",
                        backend.description() + " is no repository: it has no " + RepositoryLayout.INFO
                                + "; HINT: is it the right place, and is it mounted?"));
    }

    @Override
    public Optional<Decision> decision(StoreName store, SnapshotId snapshot) {
        String key = RepositoryLayout.decision(store, snapshot);
        return backend.get(key, DecisionCodec.LIMIT).map(object -> DecisionCodec.readAt(key, object.content()));
    }

    @Override
    public List<Decision> decisions(DecisionFilter filter, Consumer<UnreadableDecision> unreadable) {
        List<Decision> decisions = new ArrayList<>();
        newest(filter, unreadable, decisions::add);
        decisions.sort(NewestFirst.ORDER);
        return decisions;
    }

    @Override
    public List<DecidedSnapshot> decided(DecisionFilter filter, Consumer<UnreadableDecision> unreadable) {
        String prefix =
                filter.store() == null ? RepositoryLayout.DECISIONS : RepositoryLayout.decisionsOf(filter.store());
        DecisionKeys keys = new DecisionKeys(filter);
        StrayDecisions strays = new StrayDecisions(filter.backup(), unreadable);
        Consumer<Stray> found = any -> {
            if (ObjectKind.DECISION.is(any.name())) {
                keys.add(any.name());
            } else {
                strays.add(any);
            }
        };
        backend.list(prefix, object -> found.accept(new Stray(object.key(), "another file")), found);
        strays.end();
        return keys.newestFirst();
    }

    @Override
    public InputStream segment(SegmentId segment, long offset, long length) {
        return backend.read(RepositoryLayout.segment(segment), offset, length);
    }

    @Override
    public byte[] segmentList(StoreName store, SnapshotId snapshot, AttemptId attempt) {
        String key = RepositoryLayout.segmentList(store, snapshot, attempt);
        return backend.get(key, ObjectKind.LIST.limit())
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
        backend.list(RepositoryLayout.keysOf(store), object -> keys.add(object.key()), stray -> keys.add(stray.name()));
        keys.removeIf(key -> !ObjectKind.KEY.is(key));
        keys.sort(null);
        List<WrappedKey> wraps = new ArrayList<>(keys.size());
        for (String key : keys) {
            wrappedKey(store, key).ifPresent(wraps::add);
        }
        return wraps;
    }

    /** One that cannot be read stands in nobody else's way. */
    private Optional<WrappedKey> wrappedKey(StoreName store, String key) {
        String[] parts = key.split("/", -1);
        try {
            return backend.get(key, ObjectKind.KEY.limit())
                    .map(object -> new WrappedKey(store, parts[2], parts[3], object.content()));
        } catch (RepositoryException.Permanent e) {
            return Optional.of(WrappedKey.unreadable(store, parts[2], parts[3], e.getMessage()));
        }
    }

    @Override
    public void addWrappedKey(WrappedKey key) {
        backend.create(
                RepositoryLayout.key(key.store(), key.epoch(), key.recipient()), ObjectSource.bytes(key.content()));
    }
}
