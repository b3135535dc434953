package io.snapledger.cli.cold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.KnownNames;
import io.snapledger.cli.Surroundings;
import io.snapledger.cli.output.Json;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Probe;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreDefinitions;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Looks at the stores of a configuration from this machine, as dump-service does from its own. */
public final class ColdCheck {

    private ColdCheck() {}

    /**
     * Looks at stores one after the other.
     *
     * @param configuration of the services
     * @param names only these; empty: all
     * @return as dump-service answers
     * @throws CliException if the configuration cannot be read, or has no such store
     */
    public static List<JsonNode> of(Path configuration, Collection<String> names, Surroundings surroundings) {
        List<StoreDefinition> chosen = chosen(ColdConfiguration.stores(configuration, surroundings), names);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (LocalCommandRunner commands = new LocalCommandRunner(temporary)) {
            StoreEngines engines = StoreEngines.load(new EngineContext(commands, surroundings.clock()));
            List<JsonNode> found = new ArrayList<>();
            for (StoreDefinition store : chosen) {
                found.add(row(store, engines.whereIs(store), probe(engines, store)));
            }
            return found;
        } catch (IOException e) {
            throw new CliException(Exit.FAILED, "io", "cannot write to " + temporary + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(Exit.INTERRUPTED, "interrupted", "interrupted", e);
        }
    }

    private static List<StoreDefinition> chosen(StoreDefinitions stores, Collection<String> names) {
        List<String> known = stores.all().stream().map(StoreDefinition::name).toList();
        for (String name : names) {
            KnownNames.requireAmong("store", name, known);
        }
        return stores.all().stream()
                .filter(store -> names.isEmpty() || names.contains(store.name()))
                .toList();
    }

    private static Probe probe(StoreEngines engines, StoreDefinition store) throws InterruptedException {
        try {
            StoreEngine engine = engines.of(store.kind());
            engine.check(store);
            return engine.probe(store);
        } catch (StoreException e) {
            return Probe.failed(e);
        }
    }

    private static ObjectNode row(StoreDefinition store, String place, Probe probe) {
        ObjectNode row = Json.object();
        row.put("store", store.name());
        row.put("kind", store.kind());
        row.put("place", place);
        row.put("ready", probe.ready());
        row.put("reachable", probe.reachable());
        row.put("serverVersion", probe.serverVersion());
        row.put("toolVersion", probe.toolVersion());
        probe.estimatedBytes().ifPresent(bytes -> row.put("estimatedBytes", bytes));
        probe.problems().forEach(row.putArray("problems")::add);
        probe.warnings().forEach(row.putArray("warnings")::add);
        return row;
    }
}
