package io.snapledger.stores;

import io.snapledger.settings.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How the location of a store is written behind its kind on the command line. A kind whose stores are elsewhere brings a form of its own. */
public interface LocationForm {

    /** What follows the kind, e.g. {@code :DIRECTORY}. */
    String form();

    /** A location that can be parsed and names no real store, without the kind, e.g. {@code /srv/project}. */
    String example();

    /**
     * The options that a location says.
     *
     * @param store the name of the store, for messages and for the variables of its secrets
     * @param location what follows {@code KIND:}
     * @throws IllegalArgumentException if it is of another form; with a hint, and without the location where that may hold a secret
     */
    Map<String, String> parse(String store, String location);

    /** The variable that holds a secret of a store that is given on the command line. */
    static String variable(String store, KindOption<Secret> secret) {
        return ("SNAPLEDGER_STORE_" + store + "_" + secret.name())
                .toUpperCase(Locale.ROOT)
                .replace('-', '_');
    }

    /**
     * A directory of this machine; made absolute, since the services run elsewhere.
     *
     * @param path the option that says which
     */
    record Directory(KindOption<Path> path, String example) implements LocationForm {

        @Override
        public String form() {
            return ":DIRECTORY";
        }

        @Override
        public Map<String, String> parse(String store, String location) {
            if (location.isEmpty()) {
                throw new IllegalArgumentException("no directory of store '" + store + "'; HINT: such as " + example);
            }
            return Map.of(
                    path.name(), Path.of(location).toAbsolutePath().normalize().toString());
        }
    }

    /**
     * A server: {@code //USER@HOST:PORT/PART}.
     *
     * @param host the option that says which
     * @param port the option for its port
     * @param user the option for who asks it; empty: it knows nobody by name
     * @param part the option for the path of the address; empty: it has none
     * @param secret the option that proves who asks; empty: there is none
     */
    record Server(
            KindOption<String> host,
            KindOption<Integer> port,
            Optional<KindOption<String>> user,
            Optional<? extends KindOption<?>> part,
            Optional<KindOption<Secret>> secret,
            String example)
            implements LocationForm {

        @Override
        public String form() {
            return "://" + user.map(option -> "[" + word(option) + "@]").orElse("") + "HOST[:PORT]"
                    + part.map(option -> "[/" + word(option) + "]").orElse("");
        }

        private static String word(KindOption<?> option) {
            return option.name().toUpperCase(Locale.ROOT);
        }

        @Override
        public Map<String, String> parse(String store, String location) {
            URI uri = uri(store, location);
            String person = Optional.ofNullable(uri.getRawUserInfo()).orElse("");
            if (person.contains(":")) {
                throw new IllegalArgumentException(
                        "a password on the command line is visible to everybody; HINT: put that of store '" + store
                                + "' into "
                                + secret.map(option -> "the environment as " + variable(store, option))
                                        .orElse("a file of the configuration"));
            }
            if (uri.getHost() == null) {
                throw new IllegalArgumentException(
                        "no host in the location of store '" + store + "'; HINT: " + example);
            }
            if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw new IllegalArgumentException("the location of store '" + store
                        + "' has a part behind ? or #, which means nothing here; HINT: give other options by --config");
            }
            Map<String, String> options = new LinkedHashMap<>();
            options.put(host.name(), uri.getHost().replaceAll("[\\[\\]]", ""));
            if (uri.getPort() > 0) {
                options.put(port.name(), Integer.toString(uri.getPort()));
            }
            put(options, user, Optional.ofNullable(uri.getUserInfo()).orElse(""), store);
            put(options, part, Optional.ofNullable(uri.getPath()).orElse("").replaceFirst("^/", ""), store);
            secret.ifPresent(option -> options.put(option.name() + "-env", variable(store, option)));
            return options;
        }

        private URI uri(String store, String location) {
            try {
                return new URI("store:" + location);
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException( // without cause and location: a password may be in them
                        "the location of store '" + store + "' is no address; HINT: such as " + example);
            }
        }

        private void put(
                Map<String, String> options, Optional<? extends KindOption<?>> option, String value, String store) {
            if (!value.isEmpty()) {
                options.put(
                        option.orElseThrow(() -> new IllegalArgumentException("the location of store '" + store
                                        + "' says more than its kind understands; HINT: " + example))
                                .name(),
                        value);
            }
        }
    }
}
