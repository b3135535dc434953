package io.snapledger.testkit.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An OpenAPI document, looked at for what each endpoint of a service must say. */
public final class ApiDocument {

    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "head", "patch");
    private static final String PROBLEM = "#/components/schemas/Problem";

    private final JsonNode document;
    private final List<String> flaws = new ArrayList<>();

    /** @param json of {@code /q/openapi?format=json} */
    public ApiDocument(String json) {
        try {
            this.document = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the document is not JSON", e);
        }
    }

    /**
     * An endpoint as the document has it.
     *
     * @param verb of HTTP, upper case
     * @param path with parameters in braces
     * @param said what it says
     */
    public record Described(String verb, String path, JsonNode said) {

        /** Whether one of its parameters is at this place, such as {@code query}. */
        boolean has(String place) {
            return said.path("parameters").findValuesAsText("in").contains(place);
        }

        @Override
        public String toString() {
            return verb + " " + path;
        }
    }

    public List<Described> endpoints() {
        List<Described> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(verb -> {
                    if (VERBS.contains(verb.getKey())) {
                        all.add(new Described(
                                verb.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), verb.getValue()));
                    }
                }));
        return all;
    }

    /** What is missing, endpoint by endpoint, in words; empty if nothing is. */
    public List<String> flaws() {
        flaws.clear();
        need("the document", "has a scheme for the token", scheme().equals("bearer"));
        JsonNode problem = resolved(PROBLEM);
        need(
                "the document",
                "has a schema of errors with an example",
                problem.path("examples").has(0));
        Set<String> ids = new HashSet<>();
        for (Described endpoint : endpoints()) {
            need(endpoint, "is not internal", !endpoint.path().matches("/(internal|segments)\\b.*"));
            need(
                    endpoint,
                    "has an id of its own",
                    ids.add(endpoint.said().path("operationId").asText()));
            need(
                    endpoint,
                    "has a summary",
                    endpoint.said().path("summary").asText().contains(" "));
            need(
                    endpoint,
                    "says that it needs the token",
                    endpoint.said().path("security").findValue("token") != null);
            parameters(endpoint);
            body(endpoint);
            answers(endpoint);
        }
        return List.copyOf(flaws);
    }

    private void parameters(Described endpoint) {
        for (JsonNode parameter : endpoint.said().path("parameters")) {
            String name = parameter.path("name").asText();
            need(
                    endpoint,
                    "says of what type " + name + " is",
                    !parameter.path("schema").isEmpty());
            need(
                    endpoint,
                    "describes " + name,
                    parameter.path("in").asText().equals("path")
                            || !parameter.path("description").asText().isEmpty());
        }
    }

    private void body(Described endpoint) {
        for (Map.Entry<String, JsonNode> content :
                endpoint.said().path("requestBody").path("content").properties()) {
            JsonNode schema = content.getValue().path("schema");
            JsonNode meant = schema.has("$ref") ? resolved(schema.path("$ref").asText()) : schema;
            need(endpoint, "has a schema of what is sent", !meant.isEmpty());
            need(
                    endpoint,
                    "has an example of what is sent",
                    content.getValue().has("example") || meant.path("examples").has(0) || meant.has("example"));
        }
    }

    private void answers(Described endpoint) {
        JsonNode answers = endpoint.said().path("responses");
        Set<String> known = new HashSet<>();
        answers.fieldNames().forEachRemaining(known::add);
        Set<String> needed = new HashSet<>(Set.of("401", "403"));
        boolean reads = Set.of("GET", "HEAD").contains(endpoint.verb());
        if (endpoint.has("query") || endpoint.said().has("requestBody")) {
            needed.add("400");
        }
        if (endpoint.has("path")) {
            needed.add("404");
        }
        if (!reads) {
            needed.add("415");
        }
        needed.removeAll(known);
        need(endpoint, "has the answers " + needed, needed.isEmpty());
        need(
                endpoint,
                "tells one way to succeed",
                known.stream().filter(status -> status.startsWith("2")).count() == 1);
        answers.properties().forEach(answer -> answer(endpoint, answer.getKey(), answer.getValue()));
    }

    private void answer(Described endpoint, String status, JsonNode answer) {
        need(
                endpoint,
                "describes " + status,
                !answer.path("description").asText().isEmpty());
        JsonNode schemas = answer.path("content");
        if (status.compareTo("400") >= 0) {
            need(
                    endpoint,
                    "answers " + status + " as every error",
                    schemas.path("application/json")
                            .path("schema")
                            .path("$ref")
                            .asText()
                            .equals(PROBLEM));
        } else {
            need(
                    endpoint,
                    "has a schema of its " + status,
                    status.equals("204") || schemas.findValue("schema") != null);
        }
    }

    private String scheme() {
        return document.at("/components/securitySchemes/token/scheme").asText();
    }

    private JsonNode resolved(String reference) {
        return document.at(reference.substring(1));
    }

    private void need(Object whose, String what, boolean so) {
        if (!so) {
            flaws.add("it is not so that " + whose + " " + what);
        }
    }
}
