package io.snapledger.standalone.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request of HTTP/1.1 as its bytes: an adversary sends headers that no client library would. */
final class HandmadeRequest {

    private static final int PATIENCE_MILLIS = 10_000;

    private final int port;
    private final String method;
    private final String path;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String body = "";

    /**
     * What came back.
     *
     * @param status of HTTP
     * @param text headers and body
     */
    record Answer(int status, String text) {}

    HandmadeRequest(int port, String method, String path) {
        this.port = port;
        this.method = method;
        this.path = path;
        headers.put("Host", "127.0.0.1:" + port);
        headers.put("Connection", "close");
    }

    HandmadeRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    HandmadeRequest body(String type, String content) {
        body = content;
        return type.isEmpty() ? this : header("Content-Type", type);
    }

    Answer send() throws IOException {
        if (!method.equals("GET") && !headers.containsKey("Transfer-Encoding")) {
            header("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
        }
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.getOutputStream().write((request + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!text.startsWith("HTTP/1.1 ")) {
                throw new IOException("no answer of HTTP to " + method + " " + path + ": '" + text + "'");
            }
            return new Answer(Integer.parseInt(text.substring(9, 12)), text);
        }
    }
}
