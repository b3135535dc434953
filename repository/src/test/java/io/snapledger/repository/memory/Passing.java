package io.snapledger.repository.memory;

import io.snapledger.repository.ObjectFile;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.Stray;
import io.snapledger.repository.VersionedObject;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** Passes all calls on: for tests of a backend that does one thing otherwise. */
public class Passing implements RepositoryBackend {

    private final RepositoryBackend to;

    public Passing(RepositoryBackend to) {
        this.to = to;
    }

    @Override
    public PutOutcome create(String key, ObjectSource source) {
        return to.create(key, source);
    }

    @Override
    public boolean replace(String key, String version, byte[] content) {
        return to.replace(key, version, content);
    }

    @Override
    public Optional<VersionedObject> get(String key, int limit) {
        return to.get(key, limit);
    }

    @Override
    public InputStream read(String key, long offset, long length) {
        return to.read(key, offset, length);
    }

    @Override
    public Optional<ObjectFile> file(String key) {
        return to.file(key);
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        return to.stat(key);
    }

    @Override
    public void list(String prefix, Consumer<ObjectStat> sink, Consumer<Stray> strays) {
        to.list(prefix, sink, strays);
    }

    @Override
    public void delete(Collection<String> keys) {
        to.delete(keys);
    }

    @Override
    public String description() {
        return to.description();
    }

    @Override
    public void close() {
        to.close();
    }
}
