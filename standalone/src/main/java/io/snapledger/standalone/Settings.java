package io.snapledger.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the options and the data directory mean in the services' configuration. */
record Settings(Map<String, String> properties) {

    static Settings of(DataDirectory data, int port, Path config) throws IOException {
        String url = url(port);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("quarkus.http.port", Integer.toString(port));
        all.put("snapledger.installation", data.installation());
        all.put("snapledger.data-directory", data.root().toString());
        all.put("snapledger.internal.token-file", data.token().toString());
        all.put("snapledger.access.token-file", data.accessToken().toString());
        all.put("snapledger.keys.directory", data.keys().toString());
        all.put("snapledger.dump.worker", "local");
        all.put("snapledger.dump.staging-directory", data.staging().toString());
        all.put("snapledger.storage.workers.local", url);
        all.put("snapledger.storage.staging-directories.local", data.staging().toString());
        all.put("snapledger.storage-url", url);
        all.put("quarkus.log.handler.file.\"broker\".path", data.brokerLog().toString());
        // Native libraries are unpacked there: a killed process would leave them in the temporary directory of the
        // machine.
        for (String key :
                List.of("java.io.tmpdir", "org.sqlite.tmpdir", "ZstdTempFolder", "org.xerial.snappy.tempdir")) {
            all.put(key, data.temporary().toString());
        }
        all.put("quarkus.config.locations", String.join(",", locations(data, config)));
        return new Settings(all);
    }

    /** Where all services are, of a process whose HTTP port is known. */
    static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static List<String> locations(DataDirectory data, Path config) {
        List<String> locations = new ArrayList<>();
        if (config != null) {
            locations.add(config.toUri().toString());
        }
        if (Files.exists(data.stores().file())) {
            locations.add(data.stores().file().toUri().toString());
        }
        return locations;
    }

    /** The same, and a repository of the command line. */
    Settings with(Optional<RepositoryOption> repository) {
        Map<String, String> all = new LinkedHashMap<>(properties);
        repository.map(RepositoryOption::properties).ifPresent(all::putAll);
        return new Settings(all);
    }

    void apply() {
        properties.forEach((key, value) -> {
            if (!value.isEmpty()) {
                System.setProperty(key, value);
            }
        });
    }
}
