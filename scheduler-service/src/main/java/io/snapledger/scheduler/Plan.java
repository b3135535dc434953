package io.snapledger.scheduler;

import static java.util.Objects.requireNonNull;

import io.snapledger.events.Identities;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A named set of stores with what the scheduler must know to run it.
 *
 * @param name of the plan
 * @param schedule when it is due; empty: on demand only
 * @param stores in the order of the configuration; empty where all are meant and none is configured
 * @param repositories the first one decides completeness, never empty
 * @param overlap what becomes of a scheduled run while another is open
 * @param catchUp whether missed runs are made up for by one
 * @param attempts most tries per store, at least 1
 * @param startWithin a dump that nobody has claimed after so long has failed
 * @param deadline everything has ended after so long
 */
public record Plan(
        String name,
        Optional<CronSchedule> schedule,
        List<PlanStore> stores,
        List<String> repositories,
        Overlap overlap,
        boolean catchUp,
        int attempts,
        Duration startWithin,
        Duration deadline) {

    /** More would not fit into one event. */
    public static final int MOST_STORES = 100;

    /** More copies than that of so many stores would not fit either. */
    public static final int MOST_REPOSITORIES = 4;

    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,40}");

    public static final int DEFAULT_ATTEMPTS = 3;
    public static final Duration DEFAULT_START_WITHIN = Duration.ofHours(6);
    public static final Duration DEFAULT_DEADLINE = Duration.ofHours(12);

    public Plan {
        Identities.requireName("plan", name);
        requireNonNull(schedule, "schedule is missing");
        stores = List.copyOf(stores);
        repositories = List.copyOf(repositories);
        repositories.forEach(repository -> Identities.requireName("repository", repository));
        requireNonNull(overlap, "overlap is missing");
        require(
                stores.size() <= MOST_STORES,
                name,
                "stores",
                "has " + stores.size() + " stores, at most " + MOST_STORES + " fit; divide the plan");
        require(!repositories.isEmpty(), name, "repositories", "is empty; name a repository");
        require(
                repositories.size() <= MOST_REPOSITORIES,
                name,
                "repositories",
                "has " + repositories.size() + " repositories, at most " + MOST_REPOSITORIES + " fit");
        require(
                repositories.stream().distinct().count() == repositories.size(),
                name,
                "repositories",
                "names a repository twice: " + repositories);
        require(
                attempts >= 1 && attempts <= 100,
                name,
                "attempts",
                "is " + attempts + "; HINT: use 1 (no retry) to 100");
        require(isPositive(startWithin), name, "start-within", "is " + startWithin + "; it must be positive");
        require(isPositive(deadline), name, "deadline", "is " + deadline + "; it must be positive");
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void require(boolean right, String plan, String option, String message) {
        if (!right) {
            throw new InvalidPlanException("snapledger.plans." + plan + "." + option, message);
        }
    }

    /**
     * A store as a plan knows it.
     *
     * @param name of the store
     * @param kind of the store
     */
    public record PlanStore(String name, String kind) {
        public PlanStore {
            Identities.requireName("store", name);
            if (!KIND.matcher(requireNonNull(kind, "kind is missing")).matches()) {
                throw new IllegalArgumentException("kind '" + kind + "' of store '" + name
                        + "' is not valid; HINT: use lower-case letters, digits, hyphens");
            }
        }
    }
}
