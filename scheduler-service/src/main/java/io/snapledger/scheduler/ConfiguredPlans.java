package io.snapledger.scheduler;

import io.snapledger.settings.Installation;
import io.snapledger.settings.PlanSection;
import io.snapledger.settings.SettingProblem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes plans of the configuration. Of stores it reads names and kinds, of repositories names, and nothing else: the
 * scheduler shall never hold a credential.
 */
public final class ConfiguredPlans {

    private final Map<String, PlanSection> sections;
    private final Map<String, String> kindByStore = new TreeMap<>();
    private final Set<String> repositories;

    private ConfiguredPlans(Installation installation) {
        sections = installation.plans();
        installation.stores().forEach((name, store) -> kindByStore.put(name, store.kind()));
        repositories = installation.repositories().keySet();
    }

    /** @throws InvalidPlanException naming the offending option */
    public static Plans of(Installation installation) {
        ConfiguredPlans configured = new ConfiguredPlans(installation);
        List<Plan> plans = new ArrayList<>();
        configured.sections.forEach((name, plan) -> plans.add(configured.plan(name, plan)));
        return new Plans(plans, configured.repositories);
    }

    /** What is wrong with any of the plans. */
    public static List<SettingProblem> problems(Installation installation) {
        ConfiguredPlans configured = new ConfiguredPlans(installation);
        List<SettingProblem> problems = new ArrayList<>();
        configured.sections.forEach((name, plan) -> {
            try {
                configured.plan(name, plan);
            } catch (InvalidPlanException e) {
                problems.add(SettingProblem.of(
                        e.option(), e.getMessage().substring(e.option().length() + 1)));
            }
        });
        return problems;
    }

    private Plan plan(String name, PlanSection plan) {
        String option = "snapledger.plans." + name + ".";
        try {
            return new Plan(
                    name,
                    schedule(option, plan),
                    stores(option, plan),
                    repositories(option, plan),
                    Overlap.valueOf(plan.overlap().name()),
                    plan.catchUp(),
                    plan.attempts(),
                    plan.startWithin(),
                    plan.deadline());
        } catch (InvalidPlanException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidPlanException("snapledger.plans." + name, "is not usable: " + e.getMessage());
        }
    }

    private static Optional<CronSchedule> schedule(String option, PlanSection plan) {
        try {
            return plan.schedule().map(expression -> CronSchedule.of(expression, plan.zone()));
        } catch (IllegalArgumentException e) {
            String which = e.getMessage().startsWith("zone ") ? "zone" : "schedule";
            throw new InvalidPlanException(option + which, "cannot be used: " + e.getMessage());
        }
    }

    private List<Plan.PlanStore> stores(String option, PlanSection plan) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : plan.stores()) {
            if (name.equals(PlanSection.ALL) && !kindByStore.containsKey(name)) {
                names.addAll(kindByStore.keySet());
            } else {
                names.add(name);
            }
        }
        for (String name : names) {
            if (!kindByStore.containsKey(name)) {
                throw new InvalidPlanException(
                        option + "stores",
                        "names the store '" + name + "', which is not configured; configured are "
                                + kindByStore.keySet() + " (a store needs snapledger.stores." + name + ".kind)");
            }
        }
        return names.stream()
                .map(name -> new Plan.PlanStore(name, kindByStore.get(name)))
                .toList();
    }

    private List<String> repositories(String option, PlanSection plan) {
        List<String> named = plan.repositoryNames();
        if (!named.isEmpty()) {
            for (String name : named) {
                if (!repositories.isEmpty() && !repositories.contains(name)) {
                    throw new InvalidPlanException(
                            option + "repositories",
                            "names the repository '" + name + "', which is not configured; configured are "
                                    + repositories);
                }
            }
            return named;
        }
        if (repositories.size() != 1) {
            throw new InvalidPlanException(
                    option + "repositories", "is missing and " + repositories + " are configured; name one of them");
        }
        return List.copyOf(repositories);
    }
}
