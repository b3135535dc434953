package io.snapledger.restore.wiring;

import io.snapledger.restore.RestoreOrder;
import io.snapledger.settings.PlanSection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What restores need of the plans.
 *
 * @param plans by name
 */
record ConfiguredOrder(Map<String, PlanSection> plans) {

    RestoreOrder order() {
        Map<String, List<String>> orders = new TreeMap<>();
        plans.forEach((name, plan) -> orders.put(name, plan.restoreOrder()));
        return new RestoreOrder(orders);
    }

    /** A plan that has the store; one that names it is preferred to one that has all. */
    Optional<String> planOf(String store) {
        return planWith(store).or(() -> planWith(PlanSection.ALL));
    }

    private Optional<String> planWith(String store) {
        return plans.entrySet().stream()
                .filter(plan -> plan.getValue().stores().contains(store))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
