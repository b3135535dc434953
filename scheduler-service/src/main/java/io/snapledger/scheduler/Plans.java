package io.snapledger.scheduler;

import io.snapledger.events.BackupTriggered;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All plans, and what a trigger selects from them. */
public final class Plans {

    private final Map<String, Plan> byName;
    private final Set<String> repositories;

    /**
     * @param plans in the order to show them
     * @param repositories further repositories that triggers may name besides those of the plans
     */
    public Plans(Collection<Plan> plans, Collection<String> repositories) {
        Map<String, Plan> named = new LinkedHashMap<>();
        Set<String> known = new HashSet<>(repositories);
        for (Plan plan : plans) {
            named.put(plan.name(), plan);
            known.addAll(plan.repositories());
        }
        this.byName = Collections.unmodifiableMap(named);
        this.repositories = Set.copyOf(known);
    }

    public Collection<Plan> all() {
        return byName.values();
    }

    public Optional<Plan> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * What a trigger asks for.
     *
     * @throws RefusedTriggerException if there is no such plan, store or repository, or nothing is left
     */
    public Selection select(BackupTriggered trigger) throws RefusedTriggerException {
        Plan plan = byName.get(trigger.plan());
        if (plan == null) {
            throw new RefusedTriggerException(
                    "unknown-plan", "there is no plan '" + trigger.plan() + "'; the plans are " + byName.keySet());
        }
        return new Selection(plan, stores(plan, trigger), repositories(plan, trigger));
    }

    private static List<Plan.PlanStore> stores(Plan plan, BackupTriggered trigger) throws RefusedTriggerException {
        Set<String> unknown = new LinkedHashSet<>(trigger.stores());
        plan.stores().forEach(store -> unknown.remove(store.name()));
        if (!unknown.isEmpty()) {
            throw new RefusedTriggerException(
                    "unknown-store",
                    "plan '" + plan.name() + "' has no store " + unknown + "; its stores are "
                            + plan.stores().stream().map(Plan.PlanStore::name).toList());
        }
        List<Plan.PlanStore> chosen = plan.stores().stream()
                .filter(store -> trigger.stores().isEmpty() || trigger.stores().contains(store.name()))
                .filter(store -> trigger.kinds().isEmpty() || trigger.kinds().contains(store.kind()))
                .toList();
        if (plan.stores().isEmpty()) {
            throw new RefusedTriggerException(
                    "nothing-selected",
                    "plan '" + plan.name()
                            + "' has no stores, since none is configured; configure one under snapledger.stores");
        }
        if (chosen.isEmpty()) {
            throw new RefusedTriggerException(
                    "nothing-selected",
                    "no store of plan '" + plan.name() + "' has a kind of " + trigger.kinds()
                            + " and is one of the stores asked for; leave a filter out");
        }
        return chosen;
    }

    private List<String> repositories(Plan plan, BackupTriggered trigger) throws RefusedTriggerException {
        String repository = trigger.repository();
        if (repository == null) {
            return plan.repositories();
        }
        if (!repositories.contains(repository)) {
            throw new RefusedTriggerException(
                    "unknown-repository",
                    "there is no repository '" + repository + "'; the repositories are "
                            + repositories.stream().sorted().toList());
        }
        return List.of(repository);
    }

    /**
     * What one backup shall hold and where.
     *
     * @param plan the plan
     * @param stores never empty
     * @param repositories never empty
     */
    public record Selection(Plan plan, List<Plan.PlanStore> stores, List<String> repositories) {}
}
