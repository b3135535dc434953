package io.snapledger.storage;

import io.snapledger.repository.BackendRepository;
import io.snapledger.repository.DecisionIndex;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryException;
import io.snapledger.repository.protocol.RepositoryProtocol;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/** A repository in use. It can be read at once; it is written only after it has been made ours and has kept its promises. */
public final class OpenRepository {

    private static final System.Logger LOG = System.getLogger(OpenRepository.class.getName());

    /** Decisions read at once by the first look of a process at all of them. */
    private static final int PARALLEL_READS = 16;

    private final String name;
    private final RepositoryBackend backend;
    private final BackendRepository objects;
    private final RepositoryProtocol protocol;
    private final DecisionIndex index;
    private final String installation;
    private final InstantSource clock;
    private volatile boolean proven;
    private volatile String trouble;

    private OpenRepository(String name, RepositoryBackend backend, String installation, InstantSource clock) {
        this.name = name;
        this.backend = backend;
        this.objects = new BackendRepository(name, backend);
        this.protocol = new RepositoryProtocol(backend, clock);
        this.index = new DecisionIndex(backend, PARALLEL_READS);
        this.installation = installation;
        this.clock = clock;
    }

    /**
     * Takes a repository into use.
     *
     * @param installation becomes one of the owners
     * @throws IllegalStateException if a promise is broken
     * @throws RepositoryException.Permanent if the place holds something else or a later format
     */
    public static OpenRepository open(
            String name, RepositoryBackend backend, String installation, InstantSource clock) {
        OpenRepository repository = new OpenRepository(name, backend, installation, clock);
        try {
            repository.requireWritable();
        } catch (RepositoryException e) {
            if (!passes(e)) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "repository {0} cannot be written at present and is tried again: {1}",
                    name,
                    e.getMessage());
        }
        return repository;
    }

    /** Full, read-only or away: an operator's matter, no reason to refuse to start and serve what can be read. */
    private static boolean passes(RepositoryException e) {
        return e instanceof RepositoryException.Transient || Reasons.isRefusal(e.code());
    }

    /**
     * Returns if it may be written; makes it ours and proves it where that has not succeeded yet.
     *
     * @throws RepositoryException if it cannot be written at present
     */
    public void requireWritable() {
        if (proven) {
            return;
        }
        synchronized (this) {
            if (!proven) {
                try {
                    objects.initialise(installation, new SecureRandom(), clock);
                    new RepositoryProbe(name, backend).run();
                    proven = true;
                    trouble = null;
                } catch (RepositoryException e) {
                    trouble = e.getMessage();
                    throw e;
                }
            }
        }
    }

    public String name() {
        return name;
    }

    public RepositoryBackend backend() {
        return backend;
    }

    /** What dump and restore see of it. */
    public BackendRepository objects() {
        return objects;
    }

    /** What was decided, as the janitor saw it last. */
    DecisionIndex index() {
        return index;
    }

    RepositoryProtocol protocol() {
        return protocol;
    }

    String installation() {
        return installation;
    }

    /** Why it has never been writable since the start, for readiness checks. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }
}
