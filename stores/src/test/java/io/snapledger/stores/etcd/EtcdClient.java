package io.snapledger.stores.etcd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.net.SocketFactory;

/** Asks a member in HTTP/1.0 over a plain socket, sharing nothing with the engine. Names and values are texts of one byte a character. */
final class EtcdClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL = "\0";

    private final int port;
    private final SocketFactory sockets;
    private String token = "";

    EtcdClient(int port) {
        this(port, SocketFactory.getDefault());
    }

    EtcdClient(int port, SocketFactory sockets) {
        this.port = port;
        this.sockets = sockets;
    }

    EtcdClient as(String user, String password) throws IOException {
        token = ask("/v3/auth/authenticate", Map.of("name", user, "password", password))
                .path("token")
                .asText();
        return this;
    }

    JsonNode ask(String path, Map<String, ?> question) throws IOException {
        byte[] body = JSON.writeValueAsBytes(question);
        JsonNode answer = JSON.readTree(exchange(
                "POST " + path + " HTTP/1.0" + (token.isEmpty() ? "" : "\r\nAuthorization: " + token)
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n",
                body));
        if (answer.has("error")) {
            throw new IllegalStateException(path + ": " + answer);
        }
        return answer;
    }

    String get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.0\r\n\r\n", new byte[0]);
    }

    private String exchange(String head, byte[] body) throws IOException {
        try (Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.ISO_8859_1);
    }

    void put(String key, String value) throws IOException {
        ask("/v3/kv/put", Map.of("key", base64(key), "value", base64(value)));
    }

    void putWithLease(String key, String value, long lease) throws IOException {
        ask("/v3/kv/put", Map.of("key", base64(key), "value", base64(value), "lease", Long.toString(lease)));
    }

    void grant(long lease, long seconds) throws IOException {
        ask("/v3/lease/grant", Map.of("ID", Long.toString(lease), "TTL", Long.toString(seconds)));
    }

    void delete(String key) throws IOException {
        ask("/v3/kv/deleterange", Map.of("key", base64(key)));
    }

    void clear() throws IOException {
        ask("/v3/kv/deleterange", Map.of("key", base64(ALL), "range_end", base64(ALL)));
        for (JsonNode lease : ask("/v3/lease/leases", Map.of()).path("leases")) {
            ask("/v3/lease/revoke", Map.of("ID", lease.path("ID").asText()));
        }
    }

    /** All keys, each with its value, and with its lease behind it if it has one. */
    SortedMap<String, String> contents() throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        for (JsonNode each : ask("/v3/kv/range", Map.of("key", base64(ALL), "range_end", base64(ALL)))
                .path("kvs")) {
            contents.put(
                    text(each.path("key")),
                    text(each.path("value"))
                            + (each.has("lease")
                                    ? " with lease " + each.path("lease").asText()
                                    : ""));
        }
        return contents;
    }
}
