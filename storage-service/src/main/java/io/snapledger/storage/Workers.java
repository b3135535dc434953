package io.snapledger.storage;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The dump-service replicas. Where each is follows from configuration, never from an event; others are not spoken to. */
public final class Workers {

    private final Map<String, Worker> byId;
    private final Function<String, Optional<Worker>> others;

    /** Those that are named, and no others. */
    public Workers(Map<String, Worker> byId) {
        this(byId, id -> Optional.empty());
    }

    /**
     * @param byId those that are named
     * @param others makes the worker of any other id, where there is a rule that says its address
     */
    public Workers(Map<String, Worker> byId, Function<String, Optional<Worker>> others) {
        this.byId = new ConcurrentHashMap<>(byId);
        this.others = others;
    }

    public Optional<Worker> find(String id) {
        return Optional.ofNullable(
                byId.computeIfAbsent(id, it -> others.apply(it).orElse(null)));
    }
}
