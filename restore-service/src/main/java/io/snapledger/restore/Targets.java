package io.snapledger.restore;

import io.snapledger.events.Nullable;
import io.snapledger.events.RestoreTo;
import io.snapledger.restore.RestoreFailure.Reason;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreDefinitions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says where a store is restored to: itself, another configured store of its kind, or itself with another {@code path}. Addresses and
 * credentials come from the configuration alone, never from a request. What of it is restored is the request's.
 */
public final class Targets {

    /** Options of a store that a restore may replace: they say where within the reach of its own credentials. */
    private static final Set<String> PLACES = Set.of("path");

    private static final RestoreTo ITSELF = new RestoreTo(null, Map.of());

    private final StoreDefinitions stores;

    public Targets(StoreDefinitions stores) {
        this.stores = stores;
    }

    /**
     * The target of a snapshot.
     *
     * @param store of the snapshot
     * @param kind of the snapshot
     * @param asked null: the store itself
     */
    public RestoreTarget of(String store, String kind, @Nullable RestoreTo asked) throws RestoreFailure {
        RestoreTo to = asked == null ? ITSELF : asked;
        String name = to.store() == null ? store : to.store();
        Map<String, String> options = new TreeMap<>(to.options());
        StoreDefinition configured = stores.named(name).orElse(null);
        if (configured == null) {
            if (to.store() != null || !options.keySet().containsAll(PLACES)) {
                throw new RestoreFailure(
                        Reason.BAD_REQUEST,
                        "store '" + name + "' is not configured here; HINT: configure it" + orAnother());
            }
            configured = new StoreDefinition(name, kind, Map.of());
        }
        if (!configured.kind().equals(kind)) {
            throw new RestoreFailure(
                    Reason.BAD_REQUEST,
                    "the snapshot of '" + store + "' is of kind " + kind + ", but '" + name + "' is of kind "
                            + configured.kind() + "; HINT: choose a store of kind " + kind);
        }
        Map<String, String> definition = new TreeMap<>(configured.options());
        for (String place : PLACES) {
            String value = options.remove(place);
            if (value != null) {
                definition.put(place, value);
            }
        }
        return new RestoreTarget(new StoreDefinition(name, kind, definition), options, to.only());
    }

    /** Whether a backup of the configured store would be a backup of what the target holds. */
    public boolean isConfigured(RestoreTarget target) {
        return stores.named(target.store().name())
                .filter(store -> store.options().equals(target.store().options()))
                .isPresent();
    }

    private String orAnother() {
        return stores.all().isEmpty()
                ? ""
                : stores.all().stream()
                        .map(StoreDefinition::name)
                        .collect(Collectors.joining(", ", ", or choose one of ", ""));
    }
}
