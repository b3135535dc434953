package io.snapledger.scheduler.wiring;

import io.snapledger.scheduler.CronSchedule;
import io.snapledger.scheduler.InvalidPlanException;
import io.snapledger.scheduler.Overlap;
import io.snapledger.scheduler.Plan;
import io.snapledger.scheduler.Plans;
import io.snapledger.scheduler.wiring.PlansConfig.PlanConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/**
 * Makes plans of the configuration. Of stores it reads names and kinds, of repositories names, and nothing else: the
 * scheduler shall never hold a credential.
 */
final class ConfiguredPlans {

    private static final Pattern KIND = Pattern.compile("snapledger\\.(stores|repositories)\\.\"?([^.\"]+)\"?\\.kind");
    private static final String ALL = "all";

    private final Map<String, String> kindByStore = new TreeMap<>();
    private final Set<String> repositories = new TreeSet<>();

    ConfiguredPlans(Config config) {
        for (String name : config.getPropertyNames()) {
            Matcher matcher = KIND.matcher(name);
            if (!matcher.matches()) {
                continue;
            } else if (matcher.group(1).equals("stores")) {
                kindByStore.put(matcher.group(2), config.getValue(name, String.class));
            } else {
                repositories.add(matcher.group(2));
            }
        }
    }

    /** @throws InvalidPlanException naming the offending option */
    Plans plans(PlansConfig config) {
        List<Plan> plans = new ArrayList<>();
        new TreeMap<>(config.plans()).forEach((name, plan) -> plans.add(plan(name, plan)));
        return new Plans(plans, repositories);
    }

    private Plan plan(String name, PlanConfig plan) {
        String option = "snapledger.plans." + name + ".";
        try {
            return new Plan(
                    name,
                    schedule(option, plan),
                    stores(option, plan),
                    repositories(option, plan),
                    overlap(option, plan.overlap()),
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

    private static Optional<CronSchedule> schedule(String option, PlanConfig plan) {
        try {
            return plan.schedule().map(expression -> CronSchedule.of(expression, plan.zone()));
        } catch (IllegalArgumentException e) {
            String which = e.getMessage().startsWith("zone ") ? "zone" : "schedule";
            throw new InvalidPlanException(option + which, "cannot be used: " + e.getMessage());
        }
    }

    private List<Plan.PlanStore> stores(String option, PlanConfig plan) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : plan.stores()) {
            if (name.strip().equals(ALL) && !kindByStore.containsKey(ALL)) {
                names.addAll(kindByStore.keySet());
            } else {
                names.add(name.strip());
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

    private List<String> repositories(String option, PlanConfig plan) {
        if (plan.repository().isPresent() && plan.repositories().isPresent()) {
            throw new InvalidPlanException(option + "repository", "is set beside repositories; say only one of them");
        }
        List<String> named =
                plan.repository().map(List::of).or(plan::repositories).orElse(List.of());
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

    private static Overlap overlap(String option, String text) {
        try {
            return Overlap.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidPlanException(option + "overlap", "is '" + text + "'; HINT: use skip or queue");
        }
    }
}
