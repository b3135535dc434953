package io.snapledger.stores.redis;

import java.io.IOException;
import java.util.Random;

/** Keys of every type, in every encoding that a server of this version has, in several databases, with expiries and functions. */
final class SampleKeys {

    static final String LIBRARY = "#!lua name=sample\nredis.register_function('answer', function() return 42 end)";

    /** 1 January 2100. */
    static final String FAR = "4102444800000";

    private SampleKeys() {}

    static void clear(RedisServer server) throws IOException {
        try (TestClient client = server.client()) {
            client.ask("FLUSHALL");
            where7(client, "FUNCTION", "FLUSH");
        }
    }

    static void fill(RedisServer server) throws IOException {
        clear(server);
        try (TestClient client = server.client()) {
            where7(client, "FUNCTION", "LOAD", LIBRARY);
            strings(client);
            lists(client);
            setsAndHashes(client);
            sortedSets(client);
            streams(client);
            expiries(client);
            client.ask("SELECT", "3");
            client.ask("SET", "small", "database");
            client.ask("SADD", "numbers", "1", "2", "3");
            client.ask("SELECT", "15");
            for (int i = 0; i < 1000; i++) {
                client.ask("SET", "key:" + i, "value " + i);
            }
        }
    }

    private static void strings(TestClient client) throws IOException {
        for (String number :
                new String[] {"0", "-1", "127", "-128", "32767", "70000", "-2147483648", "9223372036854775807"}) {
            client.ask("SET", "number:" + number, number);
        }
        client.ask("SET", "empty", "");
        client.ask("SET", "compressible", "abcabcabd".repeat(5_000));
        client.ask("SET", "zeros", "\0".repeat(100_000));
        client.ask("SET", "binary\0\r\n\u00ff", random(300));
        client.ask("SET", "long", random(2_500_000));
    }

    private static void lists(TestClient client) throws IOException {
        client.ask("RPUSH", "list:small", "a", "1", "-5000", "70000", "9223372036854775807", "", "x".repeat(5_000));
        client.ask("RPUSH", "list:numbers", "12", "127", "4095", "-4096", "32767", "-8388608", "8388607", "2147483647");
        for (int i = 0; i < 3_000; i++) {
            client.ask("RPUSH", "list:large", "element " + i);
        }
        client.ask("RPUSH", "list:long", random(200_000), "short", random(90_000));
        where7(client, "DEBUG", "QUICKLIST-PACKED-THRESHOLD", "1000b");
        client.ask("RPUSH", "list:plain", "packed", random(5_000), "packed too");
        where7(client, "DEBUG", "QUICKLIST-PACKED-THRESHOLD", "0");
    }

    private static void setsAndHashes(TestClient client) throws IOException {
        client.ask("SADD", "set:16", "1", "-2", "300");
        client.ask("SADD", "set:32", "1", "-2", "70000");
        client.ask("SADD", "set:64", "1", "-2", "9223372036854775807");
        client.ask("SADD", "set:words", "red", "green", "", "12");
        client.ask("HSET", "hash:small", "field", "value", "number", "17", "", "", "long", "l".repeat(60));
        for (int i = 0; i < 2_000; i++) {
            client.ask("SADD", "set:large", "member " + i);
            client.ask("HSET", "hash:large", "field " + i, "value " + i);
        }
    }

    private static void sortedSets(TestClient client) throws IOException {
        client.ask(
                "ZADD",
                "zset:small",
                "1",
                "one",
                "-1.5",
                "minus",
                "inf",
                "end",
                "-inf",
                "begin",
                "0.1",
                "tenth",
                "-0",
                "null");
        client.ask("ZADD", "zset:numbers", "17", "17", "1e300", "large");
        for (int i = 0; i < 1_000; i++) {
            client.ask("ZADD", "zset:large", Double.toString(i / 7.0), "member " + i);
        }
    }

    private static void streams(TestClient client) throws IOException {
        client.ask("XGROUP", "CREATE", "stream", "readers", "0", "MKSTREAM");
        client.ask("XGROUP", "CREATE", "stream", "idle", "$");
        for (int i = 0; i < 500; i++) {
            client.ask("XADD", "stream", "1000-" + (i + 1), "field", "value " + i, "n", Integer.toString(i));
        }
        client.ask("XADD", "stream", "2000-1", "other", "fields", "more", "of", "them", "0");
        client.ask("XDEL", "stream", "1000-7", "1000-100", "2000-1");
        client.ask("XREADGROUP", "GROUP", "readers", "anna", "COUNT", "10", "STREAMS", "stream", ">");
        client.ask("XREADGROUP", "GROUP", "readers", "bert", "COUNT", "5", "STREAMS", "stream", ">");
        client.ask("XACK", "stream", "readers", "1000-1");
        client.ask("XGROUP", "CREATE", "stream:empty", "group", "$", "MKSTREAM");
    }

    private static void expiries(TestClient client) throws IOException {
        client.ask("SET", "expires:far", "away");
        client.ask("PEXPIREAT", "expires:far", FAR);
        client.ask("HSET", "expires:hash", "field", "value");
        client.ask("PEXPIREAT", "expires:hash", FAR);
        client.ask("SET", "expires:month", "x", "EX", Long.toString(20 * 86_400L));
        client.ask("SET", "expires:hour", "x", "EX", "3600");
    }

    /** Fields that expire, where the server knows such: Valkey 9. */
    static void expiringFields(TestClient client) throws IOException {
        client.ask("HSET", "hash:expiring", "stays", "1", "goes", "2");
        client.ask("HPEXPIREAT", "hash:expiring", FAR, "FIELDS", "1", "goes");
    }

    /** Older servers do not know it. */
    private static void where7(TestClient client, String... words) throws IOException {
        try {
            client.ask(words);
        } catch (IllegalStateException e) {
            if (!client.text("INFO", "server").contains("redis_version:6.")) {
                throw e;
            }
        }
    }

    static String random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
