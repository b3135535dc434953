package io.snapledger.storage;

import java.util.Map;
import java.util.Optional;

/** The registered dump-service replicas. A worker that is not registered is never spoken to. */
public final class Workers {

    private final Map<String, Worker> byId;

    public Workers(Map<String, Worker> byId) {
        this.byId = Map.copyOf(byId);
    }

    public Optional<Worker> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
