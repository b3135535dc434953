package io.snapledger.stores.redis;

import io.snapledger.testkit.compare.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that a server holds, as its own commands tell it. */
final class ServerContents {

    private ServerContents() {}

    static Outcome compare(RedisServer from, RedisServer to) throws IOException {
        SortedMap<String, String> expected = of(from);
        SortedMap<String, String> actual = of(to);
        TreeSet<String> all = new TreeSet<>(expected.keySet());
        all.addAll(actual.keySet());
        List<String> differences = all.stream()
                .filter(key -> !Objects.equals(expected.get(key), actual.get(key)))
                .map(key -> key + ": " + shown(expected.get(key)) + " became " + shown(actual.get(key)))
                .toList();
        return new Outcome(all.size(), differences);
    }

    private static String shown(String value) {
        return value == null ? "(absent)" : value.substring(0, Math.min(300, value.length()));
    }

    /** Database and key to type, expiry and value. */
    static SortedMap<String, String> of(RedisServer server) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        try (TestClient client = server.client()) {
            for (int database = 0; database < 16; database++) {
                client.ask("SELECT", Integer.toString(database));
                for (Object key : client.list("KEYS", "*")) {
                    contents.put(database + " " + key, of(client, (String) key));
                }
            }
            contents.put("functions", new TreeSet<>(libraries(client)).toString());
        }
        return contents;
    }

    private static List<String> libraries(TestClient client) throws IOException {
        List<String> libraries = new ArrayList<>();
        if (client.text("INFO", "server").contains("redis_version:6.")) {
            return libraries;
        }
        for (Object library : client.list("FUNCTION", "LIST", "WITHCODE")) {
            List<?> parts = (List<?>) library;
            libraries.add(String.valueOf(parts.get(parts.size() - 1)));
        }
        return libraries;
    }

    private static String of(TestClient client, String key) throws IOException {
        String type = client.text("TYPE", key);
        String value =
                switch (type) {
                    case "string" -> client.text("GET", key);
                    case "list" -> client.text("LRANGE", key, "0", "-1");
                    case "set" -> sorted(client.list("SMEMBERS", key), 1);
                    case "zset" -> scores(client.list("ZRANGE", key, "0", "-1", "WITHSCORES"));
                    case "hash" -> sorted(client.list("HGETALL", key), 2);
                    case "stream" -> stream(client, key);
                    default -> throw new IllegalStateException("type " + type);
                };
        return type + " " + expiry(client, key) + " " + value;
    }

    /** Versions write numbers differently. */
    private static String scores(List<?> list) {
        StringBuilder scores = new StringBuilder();
        for (int i = 0; i < list.size(); i += 2) {
            String score = ((String) list.get(i + 1)).replace("inf", "Infinity");
            scores.append(list.get(i))
                    .append('=')
                    .append(Double.parseDouble(score))
                    .append(' ');
        }
        return scores.toString();
    }

    /** To the nearest ten seconds: version 6 tells no more than what is left. */
    private static String expiry(TestClient client, String key) throws IOException {
        long left = (long) client.ask("PTTL", key);
        List<?> now = client.list("TIME");
        long at = Long.parseLong((String) now.get(0)) * 1000 + Long.parseLong((String) now.get(1)) / 1000 + left;
        return left < 0 ? "stays" : Long.toString((at + 5_000) / 10_000);
    }

    private static String sorted(List<?> list, int width) {
        TreeSet<String> sorted = new TreeSet<>();
        for (int i = 0; i < list.size(); i += width) {
            sorted.add(list.subList(i, i + width).toString());
        }
        return sorted.toString();
    }

    private static String stream(TestClient client, String key) throws IOException {
        List<?> info = client.list("XINFO", "STREAM", key);
        int last = info.indexOf("last-generated-id");
        StringBuilder text = new StringBuilder(client.text("XRANGE", key, "-", "+")).append(info.get(last + 1));
        for (Object each : client.list("XINFO", "GROUPS", key)) {
            List<?> group = (List<?>) each;
            String name = String.valueOf(group.get(1));
            text.append(name)
                    .append(group.get(group.indexOf("last-delivered-id") + 1))
                    .append(client.text("XPENDING", key, name));
        }
        return text.toString();
    }
}
