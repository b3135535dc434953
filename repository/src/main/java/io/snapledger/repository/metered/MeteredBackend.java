package io.snapledger.repository.metered;

import io.snapledger.repository.ObjectFile;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.Stray;
import io.snapledger.repository.VersionedObject;
import io.snapledger.repository.metered.RepositoryMeter.Operation;
import io.snapledger.repository.metered.RepositoryMeter.Outcome;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Tells a meter of each call. */
public final class MeteredBackend implements RepositoryBackend {

    private final RepositoryBackend backend;
    private final RepositoryMeter meter;
    private final LongSupplier nanos;

    /**
     * @param nanos a time that only goes forward, such as {@link System#nanoTime}
     */
    public MeteredBackend(RepositoryBackend backend, RepositoryMeter meter, LongSupplier nanos) {
        this.backend = backend;
        this.meter = meter;
        this.nanos = nanos;
    }

    private <T> T metered(Operation operation, Supplier<T> call) {
        long begin = nanos.getAsLong();
        Outcome outcome = Outcome.PERMANENT;
        try {
            T answer = call.get();
            outcome = Outcome.DONE;
            return answer;
        } catch (RepositoryException.Transient e) {
            outcome = Outcome.TRANSIENT;
            throw e;
        } finally {
            meter.called(operation, outcome, Duration.ofNanos(nanos.getAsLong() - begin));
        }
    }

    @Override
    public PutOutcome create(String key, ObjectSource source) {
        PutOutcome outcome = metered(Operation.CREATE, () -> backend.create(key, source));
        if (outcome == PutOutcome.CREATED) {
            meter.moved(Operation.CREATE, source.length());
        }
        return outcome;
    }

    @Override
    public boolean replace(String key, String version, byte[] content) {
        boolean replaced = metered(Operation.REPLACE, () -> backend.replace(key, version, content));
        if (replaced) {
            meter.moved(Operation.REPLACE, content.length);
        }
        return replaced;
    }

    @Override
    public Optional<VersionedObject> get(String key, int limit) {
        Optional<VersionedObject> object = metered(Operation.GET, () -> backend.get(key, limit));
        object.ifPresent(found -> meter.moved(Operation.GET, found.content().length));
        return object;
    }

    @Override
    public InputStream read(String key, long offset, long length) {
        InputStream stream = metered(Operation.READ, () -> backend.read(key, offset, length));
        return new MeteredStream(stream, meter);
    }

    @Override
    public Optional<ObjectFile> file(String key) {
        return metered(Operation.READ, () -> backend.file(key));
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        return metered(Operation.STAT, () -> backend.stat(key));
    }

    @Override
    public void list(String prefix, Consumer<ObjectStat> sink, Consumer<Stray> strays) {
        metered(Operation.LIST, () -> {
            backend.list(prefix, sink, strays);
            return null;
        });
    }

    @Override
    public void delete(Collection<String> keys) {
        metered(Operation.DELETE, () -> {
            backend.delete(keys);
            return null;
        });
    }

    @Override
    public String description() {
        return backend.description();
    }

    @Override
    public void close() {
        backend.close();
    }
}
