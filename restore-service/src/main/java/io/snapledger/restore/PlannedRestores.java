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
public record PlannedRestores(List<StoreRestore> stores, List<List<Blocker>> blockersByStore, List<String> warnings) {

    public PlannedRestores {
        stores = List.copyOf(stores);
        blockersByStore = List.copyOf(blockersByStore);
        warnings = List.copyOf(warnings);
    }

    public boolean allFresh() {
        return stores.stream().allMatch(store -> store.plan().fresh());
    }

    /** With the names of their stores. */
    public List<String> blockers() {
        return named().stream().map(Blocker::text).toList();
    }

    List<Blocker> named() {
        List<Blocker> all = new ArrayList<>();
        for (int i = 0; i < stores.size(); i++) {
            String store = stores.get(i).store();
            blockersByStore
                    .get(i)
                    .forEach(blocker -> all.add(new Blocker(blocker.reason(), store + ": " + blocker.text())));
        }
        return all;
    }

    /** Without the blockers of these stores. */
    PlannedRestores unblocked(List<String> names) {
        List<List<Blocker>> left = new ArrayList<>();
        for (int i = 0; i < stores.size(); i++) {
            left.add(names.contains(stores.get(i).store()) ? List.of() : blockersByStore.get(i));
        }
        return new PlannedRestores(stores, left, warnings);
    }

    public List<PlannedRestore> inEvent() {
        List<PlannedRestore> planned = new ArrayList<>();
        for (int i = 0; i < stores.size(); i++) {
            planned.add(stores.get(i)
                    .inEvent(blockersByStore.get(i).stream().map(Blocker::text).toList()));
        }
        return planned;
    }
}
