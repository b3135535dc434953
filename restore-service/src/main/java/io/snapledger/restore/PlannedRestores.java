package io.snapledger.restore;

import io.snapledger.events.PlannedRestore;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole restore as planned.
 *
 * @param stores in the order of execution
 * @param blockersByStore for each of {@code stores}, why it cannot run
 * @param warnings of the whole
 */
public record PlannedRestores(List<StoreRestore> stores, List<List<String>> blockersByStore, List<String> warnings) {

    public PlannedRestores {
        stores = List.copyOf(stores);
        blockersByStore = List.copyOf(blockersByStore);
        warnings = List.copyOf(warnings);
    }

    public boolean allFresh() {
        return stores.stream().allMatch(store -> store.plan().fresh());
    }

    public List<String> blockers() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < stores.size(); i++) {
            String store = stores.get(i).store();
            blockersByStore.get(i).forEach(blocker -> all.add(store + ": " + blocker));
        }
        return all;
    }

    public List<PlannedRestore> inEvent() {
        List<PlannedRestore> planned = new ArrayList<>();
        for (int i = 0; i < stores.size(); i++) {
            planned.add(stores.get(i).inEvent(blockersByStore.get(i)));
        }
        return planned;
    }
}
