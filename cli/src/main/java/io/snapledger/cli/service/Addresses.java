package io.snapledger.cli.service;

import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.Surroundings;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the services are: as the command line says, else as the environment says, else on this machine. */
final class Addresses {

    private static final URI DEFAULT = URI.create("http://127.0.0.1:8080");
    private static final int MOST_PORT = 65_535;
    private static final String OF_ALL = "SNAPLEDGER_URL";

    private final Surroundings surroundings;
    private final URI given;

    /**
     * @param given where all services are; null: as the environment says
     * @throws CliException if that is no address
     */
    Addresses(Surroundings surroundings, String given) {
        this.surroundings = surroundings;
        this.given = given == null ? null : uri(given);
    }

    /** Of one service: {@code --url}, then its own variable, then SNAPLEDGER_URL. */
    URI of(Service service) {
        if (given != null) {
            return given;
        }
        return surroundings
                .variable(service.variable())
                .or(() -> surroundings.variable(OF_ALL))
                .map(Addresses::uri)
                .orElse(DEFAULT);
    }

    /**
     * Of one service, as far as it was said: an address that is assumed counts only while none is given, since services that run in
     * processes of their own have an address each.
     */
    Optional<URI> said(Service service) {
        boolean own = surroundings.variable(service.variable()).isPresent();
        boolean all = given != null || surroundings.variable(OF_ALL).isPresent();
        boolean others = Stream.of(Service.values())
                .anyMatch(other -> surroundings.variable(other.variable()).isPresent());
        return own || all || !others ? Optional.of(of(service)) : Optional.empty();
    }

    private static URI uri(String text) {
        try {
            return checked(URI.create(text.strip()));
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    Exit.USAGE, "usage", "'" + text + "' is no address of a service; HINT: such as " + DEFAULT, e);
        }
    }

    /** Only the place: a path would be put in front of ours, and what is no HTTP cannot be spoken. */
    private static URI checked(URI address) {
        boolean http = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        String path = address.getPath() == null ? "" : address.getPath();
        if (!http || address.getHost() == null || address.getPort() > MOST_PORT) {
            throw CliException.usage("'" + address + "' is no address of a service; HINT: such as " + DEFAULT);
        }
        if (!(path.isEmpty() || path.equals("/")) || address.getQuery() != null || address.getUserInfo() != null) {
            throw CliException.usage("the address of a service has more than a scheme, a host and a port; HINT: "
                    + address.getScheme() + "://" + address.getHost()
                    + (address.getPort() < 0 ? "" : ":" + address.getPort()));
        }
        return address;
    }
}
