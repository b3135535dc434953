package io.snapledger.restore;

import io.snapledger.events.FailureCode;
import io.snapledger.events.Nullable;
import io.snapledger.events.RestoreTo;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says where a store is restored to: itself, another configured store of its kind, or itself with another place within the reach of its own credentials ({@link KindDescription#requestable}). Addresses and
 * credentials come from the configuration alone, never from a request. What of it is restored is the request's.
 */
final class Targets {

    private static final RestoreTo ITSELF = new RestoreTo(null, Map.of());

    private final StoreDefinitions stores;
    private final StoreEngines engines;

    Targets(StoreDefinitions stores, StoreEngines engines) {
        this.stores = stores;
        this.engines = engines;
    }

    /**
     * The target of a snapshot.
     *
     * @param store of the snapshot
     * @param kind of the snapshot
     * @param asked null: the store itself
     * @throws StoreException if there is no such kind
     */
    RestoreTarget of(String store, String kind, @Nullable RestoreTo asked) throws RestoreFailure, StoreException {
        KindDescription description = engines.of(kind).description();
        RestoreTo to = asked == null ? ITSELF : asked;
        String name = to.store() == null ? store : to.store();
        Map<String, String> options = new TreeMap<>(to.options());
        StoreDefinition configured = stores.named(name).orElse(null);
        if (configured == null) {
            boolean saysWhere =
                    description.isPlacedByRequest() && options.keySet().containsAll(description.requestable());
            if (to.store() != null || !saysWhere) {
                throw new RestoreFailure(
                        FailureCode.BAD_REQUEST,
                        "store '" + name + "' is not configured here; HINT: configure it" + orAnother());
            }
            configured = new StoreDefinition(name, kind, Map.of());
        }
        if (!configured.kind().equals(kind)) {
            throw new RestoreFailure(
                    FailureCode.BAD_REQUEST,
                    "the snapshot of '" + store + "' is of kind " + kind + ", but '" + name + "' is of kind "
                            + configured.kind() + "; HINT: choose a store of kind " + kind);
        }
        Map<String, String> definition = new TreeMap<>(configured.options());
        for (String place : description.requestable()) {
            String value = options.remove(place);
            if (value != null) {
                definition.put(place, value);
            }
        }
        return new RestoreTarget(new StoreDefinition(name, kind, definition), options, to.only());
    }

    /** Whether a backup of the configured store would be a backup of what the target holds. */
    boolean isConfigured(RestoreTarget target) {
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
