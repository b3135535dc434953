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
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Objects in a map. For tests. */
public final class MemoryBackend implements RepositoryBackend {

    private final TreeMap<String, byte[]> objects = new TreeMap<>();
    private final Faults faults = new Faults();

    /** What shall go wrong. */
    public Faults faults() {
        return faults;
    }

    @Override
    public PutOutcome create(String key, ObjectSource source) {
        RepositoryLayout.requireKey(key);
        return faults.around(Faults.Call.CREATE, key, () -> {
            synchronized (objects) {
                if (objects.containsKey(key)) {
                    return PutOutcome.EXISTS;
                }
            }
            byte[] content = content(key, source);
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
        return faults.around(Faults.Call.REPLACE, key, () -> {
            synchronized (objects) {
                byte[] now = objects.get(key);
                if (now == null || !Sha256.hex(now).equals(version)) {
                    return false;
                }
                objects.put(key, content.clone());
                return true;
            }
        });
    }

    @Override
    public Optional<VersionedObject> get(String key, int limit) {
        RepositoryLayout.requireKey(key);
        return faults.around(Faults.Call.GET, key, () -> find(key).map(content -> {
            if (content.length > limit) {
                throw new DamagedSnapshotException(key, "at most " + limit + " bytes", content.length + " bytes");
            }
            return new VersionedObject(content.clone(), Sha256.hex(content));
        }));
    }

    @Override
    public InputStream read(String key, long offset, long length) {
        RepositoryLayout.requireKey(key);
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "range of " + key + " is not valid: " + length + " bytes from " + offset);
        }
        return faults.around(Faults.Call.READ, key, () -> {
            byte[] content = find(key).orElseThrow(() -> new ObjectMissingException(key));
            int from = (int) Math.min(offset, content.length);
            return new ByteArrayInputStream(content, from, (int) Math.min(length, content.length - from));
        });
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        RepositoryLayout.requireKey(key);
        return faults.around(Faults.Call.STAT, key, () -> find(key).map(content -> stat(key, content)));
    }

    @Override
    public void list(String prefix, Consumer<ObjectStat> sink, Consumer<Stray> strays) {
        RepositoryLayout.requirePrefix(prefix);
        List<ObjectStat> found = faults.around(Faults.Call.LIST, prefix, () -> {
            List<ObjectStat> stats = new ArrayList<>();
            synchronized (objects) {
                objects.forEach((key, content) -> {
                    if (key.startsWith(prefix)) {
                        stats.add(stat(key, content));
                    }
                });
            }
            return stats;
        });
        found.forEach(sink);
    }

    private static ObjectStat stat(String key, byte[] content) {
        return new ObjectStat(key, content.length, Sha256.hex(content));
    }

    @Override
    public void delete(Collection<String> keys) {
        keys.forEach(RepositoryLayout::requireKey);
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
        return find(key).orElseThrow(() -> new ObjectMissingException(key)).clone();
    }

    /** Rot: puts other bytes in the place of an object, or removes it (null), as no call of a backend can. */
    public void damage(String key, byte[] content) {
        synchronized (objects) {
            if (content == null) {
                objects.remove(key);
            } else {
                objects.put(key, content.clone());
            }
        }
    }

    private Optional<byte[]> find(String key) {
        synchronized (objects) {
            return Optional.ofNullable(objects.get(key));
        }
    }
}
