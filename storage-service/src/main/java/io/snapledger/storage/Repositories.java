package io.snapledger.storage;

import io.snapledger.repository.BackendContext;
import io.snapledger.repository.RepositoryBackend;
import io.snapledger.repository.RepositoryKinds;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** The repositories of the configuration, by name. */
public final class Repositories implements AutoCloseable {

    private final Map<String, OpenRepository> byName;

    public Repositories(Map<String, OpenRepository> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Opens all of them. One that is away, full or read-only is taken up later; one that is configured wrongly or breaks its
     * promises stops the start.
     *
     * @param settings what stands under {@code snapledger.repositories.<name>}, by name
     * @param dressing what is put around the backend of each name, such as meters
     * @param installation id of this installation, which becomes one of the owners
     * @throws IllegalArgumentException naming the setting that is missing or wrong
     * @throws IllegalStateException if a repository's conditional writes do not work
     */
    public static Repositories open(
            RepositoryKinds kinds,
            Map<String, Map<String, String>> settings,
            BiFunction<String, RepositoryBackend, RepositoryBackend> dressing,
            String installation,
            InstantSource clock) {
        BackendContext context = BackendContext.writing(clock);
        Map<String, OpenRepository> byName = new TreeMap<>();
        settings.forEach((name, own) -> byName.put(
                name,
                OpenRepository.open(name, dressing.apply(name, kinds.open(name, own, context)), installation, clock)));
        return new Repositories(byName);
    }

    /**
     * The repository of that name.
     *
     * @throws UnknownRepositoryException if there is none
     */
    public OpenRepository require(String name) {
        OpenRepository repository = byName.get(name);
        if (repository == null) {
            throw new UnknownRepositoryException(name, new TreeSet<>(byName.keySet()));
        }
        return repository;
    }

    public Collection<OpenRepository> all() {
        return byName.values();
    }

    @Override
    public void close() {
        byName.values().forEach(repository -> repository.backend().close());
    }
}
