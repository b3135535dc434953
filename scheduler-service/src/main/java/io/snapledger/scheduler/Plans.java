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
        Plan plan = require(trigger.plan());
        return new Selection(plan, stores(plan, trigger.stores(), trigger.kinds()), repositories(plan, trigger));
    }

    /**
     * The names of a plan's stores that are chosen and not excluded, so that an event can name them.
     *
     * @throws RefusedTriggerException if there is no such plan or store, or nothing is left
     */
    List<String> without(List<String> excluded, String name, List<String> stores, List<String> kinds)
            throws RefusedTriggerException {
        Plan plan = require(name);
        requireStores(plan, excluded);
        List<String> chosen = stores(plan, stores, kinds).stream()
                .map(Plan.PlanStore::name)
                .filter(store -> !excluded.contains(store))
                .toList();
        if (chosen.isEmpty()) {
            throw new RefusedTriggerException(
                    "nothing-selected", "all stores that are asked for are excluded: " + excluded + "; exclude fewer");
        }
        return chosen;
    }

    private Plan require(String name) throws RefusedTriggerException {
        Plan plan = byName.get(name);
        if (plan == null) {
            throw new RefusedTriggerException(
                    "unknown-plan", "there is no plan '" + name + "'; the plans are " + byName.keySet());
        }
        return plan;
    }

    private static void requireStores(Plan plan, List<String> names) throws RefusedTriggerException {
        Set<String> unknown = new LinkedHashSet<>(names);
        plan.stores().forEach(store -> unknown.remove(store.name()));
        if (!unknown.isEmpty()) {
            throw new RefusedTriggerException(
                    "unknown-store",
                    "plan '" + plan.name() + "' has no store " + unknown + "; its stores are "
                            + plan.stores().stream().map(Plan.PlanStore::name).toList());
        }
    }

    private static List<Plan.PlanStore> stores(Plan plan, List<String> names, List<String> kinds)
            throws RefusedTriggerException {
        requireStores(plan, names);
        List<Plan.PlanStore> chosen = plan.stores().stream()
                .filter(store -> names.isEmpty() || names.contains(store.name()))
                .filter(store -> kinds.isEmpty() || kinds.contains(store.kind()))
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
                    "no store of plan '" + plan.name() + "' has a kind of " + kinds
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
    public record Selection(Plan plan, List<Plan.PlanStore> stores, List<String> repositories) {

        /** Names of the plan's other stores. */
        List<String> leftOut() {
            return plan.stores().stream()
                    .filter(store -> !stores.contains(store))
                    .map(Plan.PlanStore::name)
                    .toList();
        }
    }
}
