package io.snapledger.storage;

import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.ObjectStat;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.VersionedObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Tries whether a repository keeps the promises that the protocol stands on: create-only, compare-and-swap, and listings that
 * show what was stored. A place that ignores conditions loses snapshots, so the service does not work with one.
 */
final class RepositoryProbe {

    /** Below {@code pins/}, where storage may delete, and where no snapshot's id fits. */
    private static final String PREFIX = "pins/startup-check/";

    private static final int LIMIT = 1024;

    private final String name;
    private final RepositoryBackend backend;

    RepositoryProbe(String name, RepositoryBackend backend) {
        this.name = name;
        this.backend = backend;
    }

    /**
     * @throws IllegalStateException naming the promise that is not kept
     * @throws io.snapledger.repository.RepositoryException if the repository cannot be written at present
     */
    void run() {
        String key = PREFIX + UUID.randomUUID().toString().replace("-", "");
        byte[] first = bytes("first");
        byte[] second = bytes("second");
        try {
            demand(create(key, first) == PutOutcome.CREATED, "a new object is not reported as created");
            demand(
                    create(key, second) == PutOutcome.EXISTS,
                    "create-only overwrites or does not see an existing object");
            VersionedObject stored = read(key);
            demand(Arrays.equals(stored.content(), first), "an object has other bytes than were stored first");
            demand(backend.replace(key, stored.version(), second), "compare-and-swap refuses the right version");
            demand(!backend.replace(key, stored.version(), first), "compare-and-swap accepts an old version");
            demand(Arrays.equals(read(key).content(), second), "compare-and-swap does not store");
            demand(isListed(key), "a listing does not show an object that was stored");
            backend.delete(key);
            demand(backend.get(key, LIMIT).isEmpty(), "a deleted object can still be read");
        } catch (RuntimeException e) {
            cleanUp(key, e);
            throw e;
        }
    }

    private void cleanUp(String key, RuntimeException failure) {
        try {
            backend.delete(key);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private PutOutcome create(String key, byte[] content) {
        return backend.create(key, ObjectSource.bytes(content));
    }

    private VersionedObject read(String key) {
        return backend.get(key, LIMIT).orElseThrow(() -> broken("an object cannot be read right after it was stored"));
    }

    private boolean isListed(String key) {
        List<ObjectStat> found = new ArrayList<>();
        backend.list(PREFIX, found::add);
        return found.stream().anyMatch(object -> object.key().equals(key));
    }

    private void demand(boolean kept, String broken) {
        if (!kept) {
            throw broken(broken);
        }
    }

    private IllegalStateException broken(String what) {
        return new IllegalStateException(
                "repository '" + name + "' (" + backend.description() + ") cannot be used: " + what
                        + "; HINT: see snapledger.repositories." + name
                        + ", conditional writes must be supported and not be stripped by a proxy");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
