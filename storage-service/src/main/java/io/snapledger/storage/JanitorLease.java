package io.snapledger.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.snapledger.repository.ObjectJson;
import io.snapledger.repository.ObjectKind;
import io.snapledger.repository.ObjectSource;
import io.snapledger.repository.PutOutcome;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.RepositoryLayout;
import io.snapledger.repository.VersionedObject;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Which replica cleans a repository: {@code leases/janitor}, with its holder and until when. It saves work and protects nothing: what the
 * janitor does is safe whoever does it at the same time, so a clock that is wrong, a round that takes longer than the lease, or a lease
 * that somebody deletes costs listings, and no snapshot.
 */
final class JanitorLease {

    private static final System.Logger LOG = System.getLogger(JanitorLease.class.getName());
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = ObjectJson.mapper().build();

    private final RepositoryBackend backend;
    private final String holder;
    private final Duration term;
    private final InstantSource clock;

    /**
     * @param holder name of this replica, the same after a restart so that it goes on at once
     * @param term how long a lease holds; longer than the time between two rounds
     */
    JanitorLease(RepositoryBackend backend, String holder, Duration term, InstantSource clock) {
        this.backend = backend;
        this.holder = holder;
        this.term = term;
        this.clock = clock;
    }

    private record Held(String holder, Instant until) {}

    /**
     * Takes the lease, or holds it for longer.
     *
     * @return whether it is ours now; on doubt it is not
     */
    boolean take() {
        byte[] ours = write(clock.instant().plus(term));
        Optional<VersionedObject> found = backend.get(RepositoryLayout.LEASE, ObjectKind.LEASE.limit());
        if (found.isEmpty()) {
            return backend.create(RepositoryLayout.LEASE, ObjectSource.bytes(ours)) == PutOutcome.CREATED;
        }
        return !isAnothers(found.get())
                && backend.replace(RepositoryLayout.LEASE, found.get().version(), ours);
    }

    /** Lets another replica begin at once; what fails is over by itself. */
    void release() {
        try {
            Optional<VersionedObject> found = backend.get(RepositoryLayout.LEASE, ObjectKind.LEASE.limit());
            if (found.flatMap(object -> read(object.content()))
                    .filter(held -> held.holder().equals(holder))
                    .isPresent()) {
                backend.replace(RepositoryLayout.LEASE, found.get().version(), write(clock.instant()));
            }
        } catch (RepositoryException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "the lease of the janitor is left to end by itself: {0}",
                    e.getMessage());
        }
    }

    /** One that cannot be read, or that claims more time than any replica takes, is nobody's. */
    private boolean isAnothers(VersionedObject object) {
        Instant now = clock.instant();
        return read(object.content())
                .filter(held -> !held.holder().equals(holder))
                .filter(held -> held.until().isAfter(now))
                .filter(held -> !held.until().isAfter(now.plus(term.multipliedBy(2))))
                .isPresent();
    }

    private byte[] write(Instant until) {
        try {
            return JSON.writeValueAsBytes(JSON.createObjectNode()
                    .put("version", VERSION)
                    .put("holder", holder)
                    .put("until", until.toString()));
        } catch (IOException e) {
            throw new IllegalStateException("cannot write a lease", e);
        }
    }

    private static Optional<Held> read(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            return json.path("version").asInt() == VERSION
                    ? Optional.of(new Held(
                            json.path("holder").asText(),
                            Instant.parse(json.path("until").asText())))
                    : Optional.empty();
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
