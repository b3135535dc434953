package io.snapledger.cli.service;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A path with query parameters. */
public final class Query {

    private final String path;
    private final Map<String, String> parameters = new LinkedHashMap<>();

    private Query(String path) {
        this.path = path;
    }

    public static Query of(String path) {
        return new Query(path);
    }

    /** A segment of a path, encoded. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Adds a parameter; nothing if the value is null. */
    public Query with(String name, Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
        return this;
    }

    /** Adds a parameter for a list that holds at most one. */
    public Query with(String name, Collection<?> values) {
        return values.isEmpty() ? this : with(name, (Object) values.iterator().next());
    }

    public String path() {
        return path;
    }

    /** The parameters by name, in the order they were added. */
    public Map<String, String> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(path);
        char next = '?';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            text.append(next)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            next = '&';
        }
        return text.toString();
    }
}
