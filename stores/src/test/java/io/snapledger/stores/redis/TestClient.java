package io.snapledger.stores.redis;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks a server by means that share nothing with the engine. Bytes are characters of ISO 8859-1, on both sides. */
final class TestClient implements AutoCloseable {

    static final String NAME = "tester";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    TestClient(int port, String password) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream());
        ask("AUTH", password);
        ask("CLIENT", "SETNAME", NAME);
    }

    /** @return String, Long, List or null */
    Object ask(String... words) throws IOException {
        send(words);
        return answer();
    }

    String text(String... words) throws IOException {
        return String.valueOf(ask(words));
    }

    List<?> list(String... words) throws IOException {
        return (List<?>) ask(words);
    }

    void send(String... words) throws IOException {
        out.write(("*" + words.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.ISO_8859_1);
            out.write(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    Object answer() throws IOException {
        out.flush();
        int kind = in.read();
        String line = line();
        return switch (kind) {
            case '+' -> line;
            case '-' -> throw new IllegalStateException(line);
            case ':' -> Long.valueOf(line);
            case '$' -> line.equals("-1") ? null : bulk(Integer.parseInt(line));
            case '*' -> {
                List<Object> answers = new ArrayList<>();
                for (int left = Integer.parseInt(line); left > 0; left--) {
                    answers.add(answer());
                }
                yield answers;
            }
            default -> throw new IOException("an answer of kind " + kind);
        };
    }

    private String bulk(int length) throws IOException {
        String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        line();
        return text;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\r'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the connection ends");
            }
            line.append((char) b);
        }
        in.read();
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
