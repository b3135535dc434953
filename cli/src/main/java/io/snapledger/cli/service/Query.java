package io.snapledger.cli.service;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/** A path with query parameters. */
public final class Query {

    private final StringBuilder text;
    private char next = '?';

    private Query(String path) {
        this.text = new StringBuilder(path);
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
            text.append(next)
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
            next = '&';
        }
        return this;
    }

    /** Adds a parameter for a list that holds at most one. */
    public Query with(String name, Collection<?> values) {
        return values.isEmpty() ? this : with(name, (Object) values.iterator().next());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
