package io.snapledger.stores.etcd;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers well until it is asked for one path, and then as a stranger would. */
final class EvilMember implements AutoCloseable {

    private static final Map<String, String> GOOD = Map.of(
            "/version",
            "{\"etcdserver\":\"3.4.23\"}",
            "/v3/maintenance/status",
            "{\"header\":{\"cluster_id\":\"1\"},\"version\":\"3.4.23\",\"dbSize\":\"16384\",\"leader\":\"1\"}",
            "/v3/auth/authenticate",
            "{\"token\":\"token-of-evil\"}");

    /** What it does instead of an answer. */
    interface Answer {
        void write(OutputStream out) throws IOException;
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> good;
    private final String path;
    private final Answer answer;

    /** @param path at which it turns evil */
    EvilMember(String path, Answer answer) throws IOException {
        this(GOOD, path, answer);
    }

    private EvilMember(Map<String, String> good, String path, Answer answer) throws IOException {
        this.good = good;
        this.path = path;
        this.answer = answer;
        start(this::accept);
    }

    /** One whose manners are good, whatever it says. */
    static EvilMember good(Map<String, String> answers) throws IOException {
        Map<String, String> all = new HashMap<>(GOOD);
        all.putAll(answers);
        return new EvilMember(all, "", out -> {});
    }

    static Answer saying(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A whole answer with a body. */
    static Answer answering(int status, String body) {
        return saying("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Says something for ever. */
    static Answer repeating(String begin, String text) {
        return out -> {
            out.write(begin.getBytes(StandardCharsets.ISO_8859_1));
            byte[] more = text.repeat(1 + 8192 / text.length()).getBytes(StandardCharsets.ISO_8859_1);
            while (true) {
                out.write(more);
            }
        };
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The paths it was asked for. */
    List<String> asked() {
        return asked;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (String question = question(in); !question.isEmpty(); question = question(in)) {
                asked.add(question);
                if (question.equals(path)) {
                    answer.write(out);
                    in.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                answering(200, good.getOrDefault(question, "{}")).write(out);
            }
        } catch (IOException e) {
            // the client has hung up
        }
    }

    /** The path of a request, which is read to its end. */
    private static String question(InputStream in) throws IOException {
        String first = line(in);
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        in.skipNBytes(length);
        return first.isEmpty() ? "" : first.split(" ")[1];
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "evil-member");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
