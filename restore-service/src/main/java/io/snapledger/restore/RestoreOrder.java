package io.snapledger.restore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * In which order the stores of a backup are restored: those named in the plan's {@code restore-order} first, then the others as the
 * backup names them.
 *
 * @param byPlan the configured orders
 */
public record RestoreOrder(Map<String, List<String>> byPlan) {

    public static final RestoreOrder AS_BACKED_UP = new RestoreOrder(Map.of());

    public RestoreOrder {
        byPlan = Map.copyOf(byPlan);
    }

    Comparator<String> of(String plan, List<String> backupStores) {
        List<String> order = new ArrayList<>(byPlan.getOrDefault(plan, List.of()));
        backupStores.stream().filter(store -> !order.contains(store)).forEach(order::add);
        return Comparator.comparingInt((String store) -> position(order, store)).thenComparing(store -> store);
    }

    private static int position(List<String> order, String store) {
        int index = order.indexOf(store);
        return index < 0 ? order.size() : index;
    }
}
