package io.snapledger.standalone;

import io.snapledger.events.Identities;
import io.snapledger.stores.KindDescription;
import io.snapledger.stores.Kinds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A store as given on the command line.
 *
 * @param name of the store
 * @param options {@code kind} and the options of the kind; never a secret
 */
record StoreOption(String name, Map<String, String> options) {

    private static final Kinds KINDS = Kinds.load();

    static StoreOption parse(String text) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':', equals + 1);
        if (equals < 1 || colon < 0) {
            throw new IllegalArgumentException(
                    "not NAME=KIND:LOCATION: '" + text.replaceFirst(".*@", "…@") + "'; HINT: " + examples());
        }
        String name = Identities.requireName("store name", text.substring(0, equals));
        String kind = text.substring(equals + 1, colon);
        KindDescription description = KINDS.find(kind)
                .orElseThrow(() -> new IllegalArgumentException(
                        "kind '" + kind + "' of store '" + name + "' cannot be given here; HINT: " + examples()));
        Map<String, String> options = new LinkedHashMap<>();
        options.put("kind", kind);
        options.putAll(description.parse(name, text.substring(colon + 1)));
        return new StoreOption(name, options);
    }

    private static String examples() {
        return KINDS.all().stream()
                .map(kind -> "--store " + kind.locationExample("example"))
                .collect(Collectors.joining(" or "));
    }
}
