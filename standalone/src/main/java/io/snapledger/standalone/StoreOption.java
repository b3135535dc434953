package io.snapledger.standalone;

import io.snapledger.events.Identities;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A store as given on the command line.
 *
 * @param name of the store
 * @param options {@code kind} and the options of the kind; never a secret
 */
record StoreOption(String name, Map<String, String> options) {

    private static final String HINT =
            "; HINT: --store project=files:/srv/project or --store shop=postgresql://user@127.0.0.1:5432";

    static StoreOption parse(String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':', equals + 1);
        if (equals < 1 || colon < 0) {
            throw new IllegalArgumentException("not NAME=KIND:LOCATION: '" + text + "'" + HINT);
        }
        String name = Identities.requireName("store name", text.substring(0, equals));
        String kind = text.substring(equals + 1, colon);
        return switch (kind) {
            case "files" -> files(name, text.substring(colon + 1));
            case "postgresql" -> postgresql(name, text.substring(equals + 1));
            default ->
                throw new IllegalArgumentException("kind '" + kind + "' of store '" + name
                        + "' cannot be given here; HINT: files, postgresql, or --config");
        };
    }

    private static StoreOption files(String name, String path) {
        return new StoreOption(
                name,
                Map.of(
                        "kind",
                        "files",
                        "path",
                        Path.of(path).toAbsolutePath().normalize().toString()));
    }

    private static StoreOption postgresql(String name, String location) {
        URI uri = URI.create(location);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("no host in '" + location + "' of store '" + name + "'" + HINT);
        }
        Map<String, String> options = new LinkedHashMap<>();
        options.put("kind", "postgresql");
        options.put("host", uri.getHost());
        if (uri.getPort() > 0) {
            options.put("port", Integer.toString(uri.getPort()));
        }
        if (uri.getUserInfo() != null) {
            if (uri.getUserInfo().contains(":")) {
                throw new IllegalArgumentException(
                        "a password on the command line is visible to everybody; HINT: put that of store '" + name
                                + "' into the environment as " + passwordVariable(name));
            }
            options.put("username", uri.getUserInfo());
        }
        if (uri.getPath() != null && uri.getPath().length() > 1) {
            options.put("databases", uri.getPath().substring(1));
        }
        options.put("password-env", passwordVariable(name));
        return new StoreOption(name, options);
    }

    private static String passwordVariable(String name) {
        return "SNAPLEDGER_STORE_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_PASSWORD";
    }
}
