package io.snapledger.stores.redis;

import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngineContract;
import io.snapledger.testkit.compare.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** The law, with two servers of the installed version. */
abstract class RedisContract extends StoreEngineContract {

    private static final String SPRUNG = "sprung";
    private static final String TRAP = "#!lua name=trap\nredis.register_function('trap', function(keys, args)"
            + " return redis.call('SET', keys[1], 'function') end)";

    static RedisServer from;
    static RedisServer to;
    private boolean removed;
    private static boolean fromIsDirty = true;

    @BeforeAll
    static void startServers() {
        Assumptions.assumeTrue(RedisServer.isAvailable(), "no Redis server is installed");
        from = RedisServer.start();
        to = RedisServer.start();
        fromIsDirty = true;
    }

    @AfterAll
    static void stopServers() {
        if (from != null) {
            from.close();
            to.close();
            from = null;
        }
    }

    /** How the server is read. */
    abstract Map<String, String> reading();

    @Override
    protected void prepare() throws IOException {
        removed = false;
        SampleKeys.clear(to);
        if (fromIsDirty) {
            SampleKeys.fill(from);
            fromIsDirty = false;
        }
    }

    @Override
    protected Set<Capability> capabilities() {
        // Not INERT_RESTORE: a server runs the first lines of a library, which make its functions known, when it is
        // loaded.
        return EnumSet.of(Capability.PROVES_FIRST, Capability.SINGLE_PATHS, Capability.BYTE_NAMES, Capability.SECRET);
    }

    @Override
    protected StoreDefinition source() {
        return definition("cache", removed ? 1 : from.port());
    }

    @Override
    protected RestoreTarget target() {
        return new RestoreTarget(definition("restored", to.port()), Map.of());
    }

    StoreDefinition definition(String name, int port) {
        Map<String, String> options = new HashMap<>(reading());
        options.put("port", Integer.toString(port));
        options.put("password", RedisServer.PASSWORD);
        return new StoreDefinition(name, RedisEngine.KIND, options);
    }

    @Override
    protected Outcome compareIndependently() throws IOException {
        return ServerContents.compare(from, to);
    }

    @Override
    protected void changeOneThing() throws IOException {
        ask(from, "HSET", "hash:large", "field 77", "value 78");
    }

    @Override
    protected void occupyTarget() throws IOException {
        ask(to, "SET", "before", "x");
    }

    @Override
    protected String fingerprintOfTarget() throws IOException {
        return ServerContents.of(to).toString();
    }

    @Override
    protected void removeSource() {
        removed = true;
    }

    @Override
    protected void emptySource() throws IOException {
        fromIsDirty = true;
        SampleKeys.clear(from);
    }

    @Override
    protected void shrinkSource() throws IOException {
        try (TestClient client = change()) {
            client.ask("SELECT", "15");
            client.ask("FLUSHDB");
        }
    }

    @Override
    protected Set<String> heldByTheEngine() throws IOException {
        Set<String> held = new TreeSet<>();
        for (RedisServer server : List.of(from, to)) {
            try (TestClient client = server.client()) {
                client.text("CLIENT", "LIST")
                        .lines()
                        .filter(line -> !line.contains("name=" + TestClient.NAME + " "))
                        .forEach(held::add);
            }
        }
        return held;
    }

    @Override
    protected Set<String> plantTraps() throws IOException {
        try (TestClient client = change()) {
            client.ask("FUNCTION", "LOAD", TRAP);
            client.ask("SET", "x\r\nSET " + SPRUNG + " name\r\n", "a name that is a command");
            client.ask("SET", "value", "\r\n*3\r\n$3\r\nSET\r\n$6\r\n" + SPRUNG + "\r\n$5\r\nvalue\r\n");
            client.ask("SET", "code", "redis.call('SET', '" + SPRUNG + "', 'code')");
            client.ask("HSET", "*", "ABSTTL", "REPLACE", SPRUNG, "1");
            client.ask("XADD", "stream:trap", "*", "EVAL", "return redis.call('SET', '" + SPRUNG + "', 'stream')");
        }
        return Set.of("function", "name", "value", "code", "pattern", "stream");
    }

    @Override
    protected Set<String> trapsThatActed() throws IOException {
        Set<String> acted = new TreeSet<>();
        for (RedisServer server : List.of(from, to)) {
            Object sprung = ask(server, "GET", SPRUNG);
            if (sprung != null) {
                acted.add(sprung.toString());
            }
        }
        return acted;
    }

    @Override
    protected void readCarelessly() throws IOException {
        ask(from, "FCALL", "trap", "1", SPRUNG);
    }

    @Override
    protected Set<String> pathsOfSource() throws IOException {
        Set<String> paths = new TreeSet<>();
        ((String) ask(from, "INFO", "keyspace"))
                .lines()
                .filter(line -> line.startsWith("db"))
                .forEach(line -> paths.add(line.substring(0, line.indexOf(':'))));
        return paths;
    }

    @Override
    protected String smallPath() {
        return "db3";
    }

    @Override
    protected void plantNamesThatAreNoText() throws IOException {
        try (TestClient client = change()) {
            client.ask("SELECT", "4");
            for (String name :
                    List.of("\u00ff\u00fe", "\0", "", "\u00c3\u0028", "\r\n", "\u00e2\u0082", " ", "caf\u00e9")) {
                client.ask("SET", name, name);
                client.ask("HSET", "hash", name, name);
            }
        }
    }

    @Override
    protected List<String> namesThatAreNoText(StoreDefinition store) throws IOException {
        RedisServer server = store.name().equals("restored") ? to : from;
        try (TestClient client = server.client()) {
            client.ask("SELECT", "4");
            List<String> names = new ArrayList<>();
            client.list("KEYS", "*").forEach(name -> names.add((String) name));
            client.list("HGETALL", "hash").forEach(name -> names.add("field " + name));
            names.sort(null);
            return names;
        }
    }

    @Override
    protected String secret() {
        return RedisServer.PASSWORD;
    }

    @Override
    protected StoreDefinition refusedSource() {
        return with(source(), "username", "stranger");
    }

    /** A client that changes the source. */
    private static TestClient change() throws IOException {
        fromIsDirty = true;
        return from.client();
    }

    private static Object ask(RedisServer server, String... words) throws IOException {
        fromIsDirty |= server == from && !words[0].equals("GET") && !words[0].equals("INFO");
        try (TestClient client = server.client()) {
            return client.ask(words);
        }
    }
}
