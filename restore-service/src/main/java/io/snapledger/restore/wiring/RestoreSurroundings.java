package io.snapledger.restore.wiring;

import io.snapledger.events.kafka.Topics;
import io.snapledger.restore.RestoreOrder;
import io.snapledger.stores.ProtectedPaths;
import io.snapledger.stores.StoreDefinitions;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;

/** What restore-service shares with the other services: read from the configuration as it is, without a mapping of its own. */
@ApplicationScoped
public class RestoreSurroundings {

    private static final String PLANS = "snapledger.plans.";
    private static final String REPOSITORIES = "snapledger.repositories.";

    private final Config config;

    RestoreSurroundings(Config config) {
        this.config = config;
    }

    Topics topics() {
        return new Topics(text("snapledger.kafka.topic-prefix").orElse(""));
    }

    String installation() {
        return text("snapledger.installation").orElse("default");
    }

    Path dataDirectory() {
        return Path.of(text("snapledger.data-directory").orElse("snapledger-data"));
    }

    Path keyDirectory() {
        return text("snapledger.keys.directory").map(Path::of).orElseGet(() -> dataDirectory()
                .resolve("keys"));
    }

    Path toolDirectory() {
        return dataDirectory().resolve("tools").resolve("restore");
    }

    /** What no restore may touch. */
    ProtectedPaths own() {
        Map<String, Path> own = new LinkedHashMap<>();
        own.put("the data directory", dataDirectory());
        own.put("the keys", keyDirectory());
        text("snapledger.dump.staging-directory")
                .ifPresent(staging -> own.put("the staging directory", Path.of(staging)));
        own.putAll(ProtectedPaths.repositories(config.getPropertyNames(), this::text));
        return ProtectedPaths.of(own);
    }

    URI storageUrl() {
        return URI.create(text("snapledger.storage-url").orElse("http://127.0.0.1:8083"));
    }

    Duration heartbeat() {
        return config.getOptionalValue("snapledger.timing.heartbeat", Duration.class)
                .orElse(Duration.ofSeconds(10));
    }

    StoreDefinitions stores() {
        return StoreDefinitions.configured(config.getPropertyNames(), this::text);
    }

    List<String> repositories() {
        return List.copyOf(names(REPOSITORIES));
    }

    RestoreOrder order() {
        Map<String, List<String>> orders = new TreeMap<>();
        for (String plan : names(PLANS)) {
            orders.put(plan, list(PLANS + plan + ".restore-order"));
        }
        return new RestoreOrder(orders);
    }

    /** A plan that has the store; one that names it is preferred to one that has all. */
    Optional<String> planOf(String store) {
        Optional<String> all = Optional.empty();
        for (String plan : names(PLANS)) {
            List<String> stores = list(PLANS + plan + ".stores");
            if (stores.contains(store)) {
                return Optional.of(plan);
            }
            if (stores.equals(List.of("all"))) {
                all = Optional.of(plan);
            }
        }
        return all;
    }

    private List<String> list(String property) {
        List<String> values =
                new ArrayList<>(config.getOptionalValues(property, String.class).orElse(List.of()));
        for (int i = 0; ; i++) { // YAML lists
            Optional<String> value = text(property + "[" + i + "]");
            if (value.isEmpty()) {
                return values;
            }
            if (!values.contains(value.get())) {
                values.add(value.get());
            }
        }
    }

    private TreeSet<String> names(String prefix) {
        TreeSet<String> names = new TreeSet<>();
        for (String property : config.getPropertyNames()) {
            if (property.startsWith(prefix)) {
                String rest = property.substring(prefix.length());
                int dot = rest.indexOf('.');
                if (dot > 0) {
                    names.add(rest.substring(0, dot).replace("\"", ""));
                }
            }
        }
        return names;
    }

    Optional<String> text(String name) {
        return config.getOptionalValue(name, String.class);
    }
}
