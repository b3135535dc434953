package io.snapledger.dump.outbound;

import io.snapledger.dump.Repositories;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.http.HttpRepository;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Repositories behind storage-service. */
public final class StorageRepositories implements Repositories {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI storage;
    private final Supplier<String> token;
    private final Map<String, SnapshotRepository> byName = new ConcurrentHashMap<>();

    /**
     * @param storage where storage-service listens
     * @param token gives the service token at each call
     */
    public StorageRepositories(URI storage, Supplier<String> token) {
        this.storage = storage;
        this.token = token;
    }

    @Override
    public SnapshotRepository named(String repository) {
        return byName.computeIfAbsent(repository, name -> new HttpRepository(name, storage, token, TIMEOUT));
    }
}
