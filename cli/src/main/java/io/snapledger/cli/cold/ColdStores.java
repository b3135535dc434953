package io.snapledger.cli.cold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.settings.SettingsCheck;
import io.snapledger.stores.StoreDefinitions;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** The stores that a cold restore may restore into, from the services' own configuration. */
public final class ColdStores {

    private ColdStores() {}

    /** No store at all: only files, into a directory that is named. */
    public static StoreDefinitions none() {
        return StoreDefinitions.of(Map.of());
    }

    /** Reads {@code snapledger.stores.*} of a properties or YAML file. */
    public static StoreDefinitions read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Map<String, String> properties = new TreeMap<>();
            if (file.toString().endsWith(".properties")) {
                Properties read = new Properties();
                read.load(reader);
                read.forEach((key, value) -> properties.put(key.toString(), value.toString()));
            } else {
                flatten("", new YAMLMapper().readTree(reader), properties);
            }
            SettingsCheck.requireKnown(properties.keySet(), file.toString());
            return StoreDefinitions.configured(properties.keySet(), name -> Optional.ofNullable(properties.get(name)));
        } catch (IOException | IllegalArgumentException e) {
            throw new CliException(
                    Exit.USAGE, "usage", "cannot read the configuration " + file + ": " + e.getMessage(), e);
        }
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(), field.getValue(), into));
        } else if (node.isValueNode() && !node.isNull()) {
            into.put(prefix, node.asText());
        }
    }
}
