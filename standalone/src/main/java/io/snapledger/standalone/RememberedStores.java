package io.snapledger.standalone;

import io.snapledger.posix.DurableFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * The stores that were given to {@code up}: they are configured by each start from then on.
 *
 * @param file what they are kept in, a file of properties as the services' configuration has them
 */
record RememberedStores(Path file) {

    private static final String STORES = "snapledger.stores.";

    /** Those of a data directory. */
    static RememberedStores in(Path dataDirectory) {
        return new RememberedStores(dataDirectory.resolve("stores.properties"));
    }

    /** Adds stores, or replaces those of the same name. */
    void remember(List<StoreOption> stores) throws IOException {
        if (stores.isEmpty()) {
            return;
        }
        Properties properties = read();
        for (StoreOption store : stores) {
            String prefix = prefix(store.name());
            properties.keySet().removeIf(key -> key.toString().startsWith(prefix));
            store.options().forEach((key, value) -> properties.setProperty(prefix + key, value));
        }
        write(properties);
    }

    boolean has(String store) throws IOException {
        return read().keySet().stream().anyMatch(key -> key.toString().startsWith(prefix(store)));
    }

    /** The next start does without it. */
    void forget(String store) throws IOException {
        Properties properties = read();
        if (properties.keySet().removeIf(key -> key.toString().startsWith(prefix(store)))) {
            write(properties);
        }
    }

    private Properties read() throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        return properties;
    }

    private void write(Properties properties) throws IOException {
        StringWriter text = new StringWriter();
        properties.store(text, "Stores given to snapledger up");
        DurableFile.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String prefix(String store) {
        return STORES + store + ".";
    }
}
