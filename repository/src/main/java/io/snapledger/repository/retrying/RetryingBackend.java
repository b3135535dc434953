package io.snapledger.repository.retrying;

import io.snapledger.repository.ObjectFile;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.Stray;
import io.snapledger.repository.VersionedObject;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes calls again that failed for the time being, after a pause. A listing goes on behind the last key that was shown.
 *
 * <p>{@code create} and {@code replace} are made once: after a failure they may have happened, and only who called can decide by
 * reading whether what is there is his own. So is reading on in a stream that broke off.
 */
public final class RetryingBackend implements RepositoryBackend {

    private static final System.Logger LOG = System.getLogger(RetryingBackend.class.getName());

    private final RepositoryBackend backend;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final Sleeper sleeper;

    /** Lets a pause pass. */
    @FunctionalInterface
    public interface Sleeper {

        /** Lets real time pass. */
        Sleeper REAL = pause -> Thread.sleep(pause.toMillis());

        void sleep(Duration pause) throws InterruptedException;
    }

    /**
     * @param random must be safe for many threads
     */
    public RetryingBackend(RepositoryBackend backend, RetryPolicy policy, RandomGenerator random, Sleeper sleeper) {
        this.backend = backend;
        this.policy = policy;
        this.random = random;
        this.sleeper = sleeper;
    }

    private <T> T patiently(String what, Supplier<T> call) {
        for (int tried = 1; ; tried++) {
            try {
                return call.get();
            } catch (RepositoryException.Transient e) {
                if (tried == policy.tries()) {
                    throw e;
                }
                LOG.log(System.Logger.Level.DEBUG, "{0} is tried again: {1}", what, e.getMessage());
                pause(tried, e);
            }
        }
    }

    private void pause(int tried, RepositoryException.Transient failure) {
        try {
            sleeper.sleep(policy.pause(tried, random));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    @Override
    public PutOutcome create(String key, ObjectSource source) {
        return backend.create(key, source);
    }

    @Override
    public boolean replace(String key, String version, byte[] content) {
        return backend.replace(key, version, content);
    }

    @Override
    public Optional<VersionedObject> get(String key, int limit) {
        return patiently("get " + key, () -> backend.get(key, limit));
    }

    @Override
    public InputStream read(String key, long offset, long length) {
        return patiently("read " + key, () -> backend.read(key, offset, length));
    }

    @Override
    public Optional<ObjectFile> file(String key) {
        return patiently("file " + key, () -> backend.file(key));
    }

    @Override
    public Optional<ObjectStat> stat(String key) {
        return patiently("stat " + key, () -> backend.stat(key));
    }

    @Override
    public void list(String prefix, Consumer<ObjectStat> sink, Consumer<Stray> strays) {
        Resumed resumed = new Resumed(sink, strays);
        try {
            patiently("list " + prefix, () -> {
                backend.list(prefix, resumed::show, resumed::tell);
                return null;
            });
        } catch (Resumed.SinkFailed e) {
            throw e.failure();
        }
    }

    @Override
    public void delete(Collection<String> keys) {
        patiently("delete " + keys.size() + " objects", () -> {
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
