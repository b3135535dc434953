package io.snapledger.repository.memory;

import io.snapledger.repository.DamagedSnapshotException;
import io.snapledger.repository.DigestMismatchException;
import io.snapledger.repository.FirstFailure;
import io.snapledger.repository.ObjectMissingException;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.Stray;
import io.snapledger.repository.VersionedObject;
import io.snapledger.repository.format.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Objects in a map. For tests. */
public final class MemoryBackend implements RepositoryBackend {

    private final TreeMap<String, Stored> objects = new TreeMap<>();
    private final Map<Faults.Call, LongAdder> calls = new EnumMap<>(Faults.Call.class);
    private final Faults faults = new Faults();

    /** Bytes and their version, which costs too much to be computed by each listing of very many. */
    private record Stored(byte[] bytes, String version) {

        private static Stored of(byte[] bytes) {
            return new Stored(bytes, Sha256.hex(bytes));
        }
    }

    public MemoryBackend() {
        for (Faults.Call call : Faults.Call.values()) {
            calls.put(call, new LongAdder());
        }
    }

    /** How many such calls there were since {@link #forgetCalls}; a deletion of many is one. */
    public long calls(Faults.Call call) {
        return calls.get(call).sum();
    }

    public void forgetCalls() {
        calls.values().forEach(LongAdder::reset);
    }

    private <T> T around(Faults.Call call, String key, Supplier<T> action) {
        calls.get(call).increment();
        return faults.around(call, key, action);
    }

    /** What shall go wrong. */
    public Faults faults() {
        return faults;
    }

    @Override
    public PutOutcome create(String key, ObjectSource source) {
        RepositoryLayout.requireKey(key);
        return around(Faults.Call.CREATE, key, () -> {
            synchronized (objects) {
                if (objects.containsKey(key)) {
                    return PutOutcome.EXISTS;
                }
            }
            Stored content = Stored.of(content(key, source));
            synchronized (objects) {
                return objects.putIfAbsent(key, content) == null ? PutOutcome.CREATED : PutOutcome.EXISTS;
            }
        });
    }

    private static byte[] content(String key, ObjectSource source) {
        byte[] content;
        try (InputStream in = source.open()) {
            content = in.readAllBytes();
        } catch (IOException e) {
            throw new RepositoryException.Transient("repository-io", "cannot read the bytes for " + key, e);
        }
        String sha256 = Sha256.hex(content);
        if (content.length != source.length() || !sha256.equals(source.sha256())) {
            throw new DigestMismatchException(
                    key,
                    source.length() + " bytes with sha256 " + source.sha256(),
                    content.length + " bytes with sha256 " + sha256);
        }
        return content;
    }

    @Override
    public boolean replace(String key, String version, byte[] content) {
        RepositoryLayout.requireKey(key);
        return around(Faults.Call.REPLACE, key, () -> {
            synchronized (objects) {
                Stored now = objects.get(key);
                if (now == null || !now.version().equals(version)) {
                    return false;
                }
                objects.put(key, Stored.of(content.clone()));
                return true;
            }
        });
    }

    @Override
    public Optional<VersionedObject> get(String key, int limit) {
        RepositoryLayout.requireKey(key);
        return around(Faults.Call.GET, key, () -> find(key).map(object -> {
            byte[] content = object.bytes();
            if (content.length > limit) {
                throw new DamagedSnapshotException(key, "at most " + limit + " bytes", content.length + " bytes");
            }
            return new VersionedObject(content.clone(), object.version());
        }));
    }

    @Override
    public InputStream read(String key, long offset, long length) {
        RepositoryLayout.requireKey(key);
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "range of " + key + " is not valid: " + length + " bytes from " + offset);
        }
        return around(Faults.Call.READ, key, () -> {
            byte[] content =
                    find(key).orElseThrow(() -> new ObjectMissingException(key)).bytes();
            int from = (int) Math.min(offset, content.length);
            return new ByteArrayInputStream(content, from, (int) Math.min(length, content.length - from));
        });
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        RepositoryLayout.requireKey(key);
        return around(Faults.Call.STAT, key, () -> find(key).map(content -> stat(key, content)));
    }

    @Override
    public void list(String prefix, Consumer<ObjectStat> sink, Consumer<Stray> strays) {
        RepositoryLayout.requirePrefix(prefix);
        List<ObjectStat> found = around(Faults.Call.LIST, prefix, () -> {
            List<ObjectStat> stats = new ArrayList<>();
            synchronized (objects) {
                for (Map.Entry<String, Stored> object : objects.tailMap(prefix).entrySet()) {
                    if (!object.getKey().startsWith(prefix)) {
                        break;
                    }
                    stats.add(stat(object.getKey(), object.getValue()));
                }
            }
            return stats;
        });
        found.forEach(sink);
    }

    private static ObjectStat stat(String key, Stored object) {
        return new ObjectStat(key, object.bytes().length, object.version());
    }

    @Override
    public void delete(Collection<String> keys) {
        keys.forEach(RepositoryLayout::requireKey);
        calls.get(Faults.Call.DELETE).increment();
        FirstFailure failures = new FirstFailure();
        new TreeSet<>(keys)
                .forEach(key -> failures.of(() -> faults.around(Faults.Call.DELETE, key, () -> {
                    synchronized (objects) {
                        return objects.remove(key);
                    }
                })));
        failures.rethrow();
    }

    @Override
    public String description() {
        return "memory";
    }

    @Override
    public void close() {
        // nothing to let go
    }

    /** All keys, sorted. */
    public List<String> keys() {
        synchronized (objects) {
            return List.copyOf(objects.keySet());
        }
    }

    /** The bytes of an object, to be looked at by a test. */
    public byte[] bytes(String key) {
        return find(key)
                .orElseThrow(() -> new ObjectMissingException(key))
                .bytes()
                .clone();
    }

    /** Rot: puts other bytes in the place of an object, or removes it (null), as no call of a backend can. */
    public void damage(String key, byte[] content) {
        synchronized (objects) {
            if (content == null) {
                objects.remove(key);
            } else {
                objects.put(key, Stored.of(content.clone()));
            }
        }
    }

    private Optional<Stored> find(String key) {
        synchronized (objects) {
            return Optional.ofNullable(objects.get(key));
        }
    }
}
