package io.snapledger.stores.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server and, when a certain statement comes by, severs all connections for good: to the server that is what it is when
 * the client is killed at that moment.
 */
final class SeveringProxy implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int serverPort;
    private final String statement;
    private final AtomicInteger left;
    private final boolean forwards;
    private volatile boolean severed;

    /**
     * @param statement a part of its text
     * @param nth which one of those that hold it
     * @param forwards whether the server still gets the statement
     */
    SeveringProxy(int serverPort, String statement, int nth, boolean forwards) throws IOException {
        this.serverPort = serverPort;
        this.statement = statement;
        this.left = new AtomicInteger(nth);
        this.forwards = forwards;
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    boolean hasSevered() {
        return severed;
    }

    private void accept() {
        try {
            while (!severed) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                sockets.addAll(List.of(client, server));
                start(() -> pump(client, server, true));
                start(() -> pump(server, client, false));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pump(Socket from, Socket to, boolean watched) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0 && !severed; read = in.read(buffer)) {
                boolean isIt = watched
                        && new String(buffer, 0, read, StandardCharsets.ISO_8859_1).contains(statement)
                        && left.decrementAndGet() == 0;
                if (!isIt || forwards) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
                if (isIt) {
                    sever();
                }
            }
        } catch (IOException e) {
            // severed, or the other end is gone
        }
        close(from);
        close(to);
    }

    private void sever() {
        severed = true;
        close();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // it listens no more
        }
        sockets.forEach(SeveringProxy::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "severing-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
