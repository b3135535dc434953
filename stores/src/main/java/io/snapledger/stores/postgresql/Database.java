package io.snapledger.stores.postgresql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A database's own properties, which live outside of it and are needed to make it again. They travel as the attributes
 * of its stream and are part of the evidence.
 *
 * @param properties by name: owner, encoding, collate, ctype, provider, icu-locale, tablespace, connection-limit, comment, template,
 *     {@code grant/<n>}, {@code setting/<n>}; absent where the server has none
 */
record Database(String name, long bytes, Map<String, String> properties, Access access) {

    /** Whether anybody can look into it. */
    enum Access {
        OPEN,
        /** {@code ALLOW_CONNECTIONS false}. */
        CLOSED,
        /** What an interrupted DROP DATABASE leaves: PostgreSQL allows nothing but to drop it. */
        INVALID
    }

    Database {
        properties = Map.copyOf(properties);
    }

    /** The template of new databases, which every server has. */
    boolean isTemplate1() {
        return name.equals("template1");
    }

    String property(String property) {
        return properties.getOrDefault(property, "");
    }

    /** The values of a numbered property, in order. */
    List<String> all(String property) {
        List<String> values = new ArrayList<>();
        for (int i = 0; properties.containsKey(property + "/" + i); i++) {
            values.add(properties.get(property + "/" + i));
        }
        return values;
    }

    /** A stream name for any database name: the name itself where it is plain, else what is plain of it and a digest. */
    String streamName() {
        if (name.matches("[a-z0-9][a-z0-9_-]{0,62}")) {
            return name + ".dump";
        }
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_", "");
        return (plain.isEmpty() ? "database" : plain) + "-" + digest(name).substring(0, 8) + ".dump";
    }

    static String digest(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Attributes of the stream: {@code database} is the real name, the rest the properties. */
    Map<String, String> toAttributes() {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("database", name);
        properties.forEach((property, value) -> attributes.put("database." + property, value));
        return attributes;
    }

    static Database fromAttributes(Map<String, String> attributes, long bytes) {
        Map<String, String> properties = new TreeMap<>();
        attributes.forEach((attribute, value) -> {
            if (attribute.startsWith("database.")) {
                properties.put(attribute.substring("database.".length()), value);
            }
        });
        return new Database(attributes.get("database"), bytes, properties, Access.OPEN);
    }
}
