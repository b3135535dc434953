package io.snapledger.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.snapledger.cli.CliException;
import io.snapledger.cli.Exit;
import io.snapledger.cli.output.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the services whether they are ready. An address that several share is asked once. */
public final class Readiness {

    private static final String PATH = "/q/health/ready";

    private final Services services;
    private final Map<URI, Answer> answers = new HashMap<>();

    public Readiness(Services services) {
        this.services = services;
    }

    /**
     * How a service is.
     *
     * @param state {@code up}, {@code not ready}, {@code not reachable}, {@code not there} or {@code not asked}
     * @param url where it was asked; empty if it was not
     * @param reason why it is not up; may be empty
     */
    public record Standing(String state, String url, String reason) {

        /** Whether it can be asked for more. */
        public boolean answers() {
            return state.equals("up") || state.equals("not ready");
        }

        /** Whether nothing speaks against it; of one that nobody asked nothing is known. */
        public boolean isFine() {
            return state.equals("up") || state.equals("not asked");
        }
    }

    /** @param failure why there is none; null if there is one */
    private record Answer(JsonNode body, CliException failure) {}

    public Standing of(Service service) {
        Optional<URI> address = services.address(service);
        if (address.isEmpty()) {
            return new Standing("not asked", "", "its address is not known; HINT: set " + service.variable());
        }
        String url = address.get().toString();
        Answer answer = answers.computeIfAbsent(address.get(), uri -> ask(service));
        if (answer.failure() != null) {
            return new Standing("not reachable", url, trouble(service, address.get(), answer.failure()));
        }
        List<String> down = new ArrayList<>();
        boolean there = false;
        for (JsonNode check : answer.body().path("checks")) {
            String name = Json.text(check, "name");
            boolean own = isOf(service, name);
            there |= own;
            boolean ofAll = Stream.of(Service.values()).noneMatch(other -> isOf(other, name));
            if ((own || ofAll) && !Json.text(check, "status").equals("UP")) {
                down.add("not so: " + name + data(check.path("data")));
            }
        }
        if (!there) {
            return new Standing(
                    "not there",
                    url,
                    "what answers here is not the " + service.word() + "; HINT: set " + service.variable());
        }
        return new Standing(down.isEmpty() ? "up" : "not ready", url, String.join(", ", down));
    }

    /** The services' own checks begin with their names; others are of the process. */
    private static boolean isOf(Service service, String check) {
        return check.startsWith(service.word() + " ");
    }

    private Answer ask(Service service) {
        try {
            return new Answer(services.health(service, PATH), null);
        } catch (CliException e) {
            return new Answer(MissingNode.getInstance(), e);
        }
    }

    /** Where one was asked for several, each is told as itself. */
    private static String trouble(Service service, URI url, CliException failure) {
        return failure.getCause() instanceof Exception cause && failure.exit() == Exit.UNREACHABLE
                ? Answers.unreachable(service, url, cause).getMessage()
                : failure.getMessage();
    }

    private static String data(JsonNode data) {
        List<String> facts = new ArrayList<>();
        data.properties()
                .forEach(
                        fact -> facts.add(fact.getKey() + ": " + fact.getValue().asText()));
        return facts.isEmpty() ? "" : " (" + String.join("; ", facts) + ")";
    }
}
