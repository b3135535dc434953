package io.snapledger.stores.redis;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a server says of itself in INFO.
 *
 * @param info its lines {@code name:value}
 * @param modules names of the modules that are loaded
 */
record ServerFacts(Map<String, String> info, TreeSet<String> modules) {

    private static final int MOST_LINES = 10_000;

    static ServerFacts of(Connection connection) throws StoreException {
        Map<String, String> info = new TreeMap<>();
        TreeSet<String> modules = new TreeSet<>();
        for (String line : connection.ask("INFO").lines().limit(MOST_LINES).toList()) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.startsWith("module:name=")) {
                modules.add(line.substring("module:name=".length()).split(",", 2)[0]);
            } else if (colon > 0) {
                info.putIfAbsent(line.substring(0, colon), connection.failures().shown(line.substring(colon + 1)));
            }
        }
        return new ServerFacts(info, modules);
    }

    String get(String name) {
        return info.getOrDefault(name, "");
    }

    long number(String name) {
        String value = get(name);
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
    }

    boolean isValkey() {
        return get("server_name").equals("valkey");
    }

    /** Without the product's name. */
    String bareVersion() {
        return isValkey() ? get("valkey_version") : get("redis_version");
    }

    String version() {
        return (isValkey() ? "Valkey " : "Redis ") + bareVersion();
    }

    int major() {
        String major = bareVersion().split("\\.", 2)[0];
        return major.matches("\\d{1,4}") ? Integer.parseInt(major) : 0;
    }

    boolean isCluster() {
        return get("redis_mode").equals("cluster") || get("cluster_enabled").equals("1");
    }

    boolean isReplica() {
        return get("role").equals("slave");
    }

    boolean isLoading() {
        return get("loading").equals("1");
    }

    /** Numbers of databases that hold keys, with how many. */
    SortedMap<Integer, Long> databases() {
        SortedMap<Integer, Long> databases = new TreeMap<>();
        info.forEach((name, value) -> {
            if (name.matches("db\\d{1,5}") && value.matches("keys=\\d{1,18},.*")) {
                databases.put(
                        Integer.valueOf(name.substring(2)),
                        Long.valueOf(value.substring("keys=".length(), value.indexOf(','))));
            }
        });
        return databases;
    }

    /** The memory that the data take. */
    long dataBytes() {
        return info.containsKey("used_memory_dataset") ? number("used_memory_dataset") : number("used_memory");
    }

    /** What forbids any work with it. */
    void requireReady(String address) throws StoreException {
        if (isCluster()) {
            throw new StoreException(
                    Reason.BLOCKED,
                    "the server at " + address + " is a node of a cluster, which holds a part of the keys alone",
                    "clusters are not supported; back up each master by means of your own");
        }
        if (isLoading()) {
            throw new StoreException(
                    Reason.UNREACHABLE, "the server at " + address + " is loading its data", "try again later");
        }
    }

    /** The version of RDB that it writes and reads. */
    int rdbVersion(Connection connection) throws StoreException {
        if (connection.call("FUNCTION", "DUMP") instanceof Reply.Text text && text.bytes().length >= 10) {
            return (int) Numbers.littleEndian(text.bytes(), text.bytes().length - 10, 2);
        }
        if (isValkey()) {
            return major() < 9 ? RdbVersion.LAST_COMMON : RdbVersion.VALKEY_ALONE;
        }
        return bareVersion().startsWith("7.0")
                ? 10
                : bareVersion().startsWith("7.2") ? 11 : major() >= 7 ? 12 : major() >= 5 ? 9 : RdbVersion.OLDEST;
    }

    /** How many libraries of functions it has; 0 if it does not say. */
    static int functions(Connection connection) throws StoreException {
        return connection.call("FUNCTION", "LIST") instanceof Reply.Several libraries
                ? libraries.replies().size()
                : 0;
    }

    /** For a person. */
    SortedMap<String, String> details() {
        return List.of("role", "run_id", "used_memory", "aof_enabled", "maxmemory", "master_replid").stream()
                .filter(info::containsKey)
                .collect(Collectors.toMap(name -> "server/" + name, this::get, (a, b) -> a, TreeMap::new));
    }
}
