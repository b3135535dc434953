package io.snapledger.stores.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers well until it is asked for something, and then as a stranger would. */
final class EvilServer implements AutoCloseable {

    private static final String INFO =
            "redis_version:7.0.15\r\nredis_mode:standalone\r\nrole:master\r\nused_memory:1\r\n";

    /** What it does instead of an answer. */
    interface Answer {
        void write(OutputStream out) throws IOException;
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final String command;
    private final Answer answer;

    /** @param command at which it turns evil */
    EvilServer(String command, Answer answer) throws IOException {
        this.command = command;
        this.answer = answer;
        start(this::accept);
    }

    static Answer saying(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Says something for ever. */
    static Answer repeating(String begin, String text) {
        return out -> {
            out.write(begin.getBytes(StandardCharsets.ISO_8859_1));
            while (true) {
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            }
        };
    }

    int port() {
        return listener.getLocalPort();
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
            for (String asked = command(in); !asked.isEmpty(); asked = command(in)) {
                if (asked.equals(command)) {
                    answer.write(out);
                    in.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                saying(asked.equals("INFO") ? "$" + INFO.length() + "\r\n" + INFO + "\r\n" : "+OK\r\n")
                        .write(out);
            }
        } catch (IOException e) {
            // the client has hung up
        }
    }

    /** The first word of a command, which is short. */
    private static String command(InputStream in) throws IOException {
        String count = line(in);
        String first = "";
        for (int words = count.isEmpty() ? 0 : Integer.parseInt(count.substring(1)); words > 0; words--) {
            line(in);
            String word = line(in);
            first = first.isEmpty() ? word : first;
        }
        return first;
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
        Thread thread = new Thread(work, "evil-server");
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
