package io.snapledger.stores;

import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.CommandRunner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A way to stores that has every unpleasantness of a pod, without one: a store's address means nothing here, its files are not here, a tool's
 * input cannot be closed from outside, and connections break when {@link PodLikeReach#breakConnections} is called.
 */
public final class PodLikeProvider implements ReachProvider {

    public static final String PORT = "podlike.port";

    /** The store of a definition, in such a pod: its address is one that leads nowhere. */
    public static StoreDefinition inPod(StoreDefinition store, int port) {
        Map<String, String> options = new HashMap<>(store.options());
        options.put("host", "store.invalid");
        options.put("port", "1");
        options.put(PORT, Integer.toString(port));
        return new StoreDefinition(store.name(), store.kind(), options);
    }

    /** Cuts all connections to all such pods, and says how many. */
    public static int breakConnections() {
        return PodLikeReach.breakConnections();
    }

    @Override
    public String prefix() {
        return "podlike";
    }

    @Override
    public void check(StoreDefinition store) throws StoreException {
        Set<String> unknown = new HashSet<>(store.options().keySet());
        unknown.removeIf(name -> !name.startsWith("podlike.") || name.equals(PORT));
        if (!unknown.isEmpty() || !store.options().containsKey(PORT)) {
            throw new StoreException(Reason.BAD_OPTIONS, "wrong options of a pod: " + unknown, "give " + PORT);
        }
    }

    @Override
    public Reach open(StoreDefinition store, CommandRunner here) throws StoreException {
        check(store);
        return new PodLikeReach(Integer.parseInt(store.options().get(PORT)), here);
    }
}
