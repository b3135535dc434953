package io.snapledger.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.snapledger.cli.output.Json;
import io.snapledger.cli.service.Query;
import io.snapledger.cli.service.Service;
import io.snapledger.cli.service.Services;
import io.snapledger.settings.Suggestion;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Tells a name of which there is nothing yet from one that does not exist. It exists if it is configured now, or if the catalog has a
 * row of it from earlier days.
 */
public final class KnownNames {

    private static final Map<String, Function<JsonNode, Collection<String>>> OF_A_PLAN = Map.of(
            "plan", plan -> Set.of(Json.text(plan, "name")),
            "store", plan -> plan.path("stores").findValuesAsText("name"),
            "kind", plan -> plan.path("stores").findValuesAsText("kind"),
            "repository", plan -> Json.texts(plan, "repositories"));

    private static final Map<String, String> THINGS =
            Map.of("backup", "/api/backups/", "snapshot", "/api/snapshots/", "restore", "/api/restores/");

    private final Services services;

    KnownNames(Services services) {
        this.services = services;
    }

    /**
     * Refuses a filter of a list that has shown nothing, if nothing has its name. Filters that are no names are left alone.
     *
     * @param path of the list
     * @throws CliException not found, with the nearest known name
     */
    void require(String path, String filter, String name) {
        if (THINGS.containsKey(filter)) {
            services.get(Service.CATALOG, THINGS.get(filter) + Query.segment(name));
        } else if (OF_A_PLAN.containsKey(filter) && !hasRows(path, filter, name)) {
            requireAmong(filter, name, configured(filter));
        }
    }

    /** @throws CliException not found, if the name is not among the known ones */
    public static void requireAmong(String filter, String name, Collection<String> known) {
        if (!known.contains(name)) {
            String all = known.isEmpty() ? "there is no " + filter + " at all" : "known: " + String.join(", ", known);
            throw new CliException(
                    Exit.NOT_FOUND,
                    "unknown-" + filter,
                    "there is no " + filter + " '" + name + "'; HINT: "
                            + Suggestion.among(name, known).orElse(all));
        }
    }

    private boolean hasRows(String path, String filter, String name) {
        Query query = Query.of(path).with(filter, name).with("limit", 1);
        return !services.get(Service.CATALOG, query.toString()).path("items").isEmpty();
    }

    private Set<String> configured(String filter) {
        Set<String> names = new TreeSet<>();
        services.get(Service.SCHEDULER, "/api/plans")
                .path("items")
                .forEach(plan -> names.addAll(OF_A_PLAN.get(filter).apply(plan)));
        return names;
    }
}
