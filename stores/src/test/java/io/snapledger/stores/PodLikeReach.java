package io.snapledger.stores;

import io.snapledger.stores.command.CommandRunner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The way of {@link PodLikeProvider}: connections are forwarded, tools are run by {@link PodLikeRunner}. */
final class PodLikeReach implements Reach {

    private static final Set<PodLikeReach> OPEN = ConcurrentHashMap.newKeySet();
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final int port;
    private final CommandRunner commands;
    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    PodLikeReach(int port, CommandRunner here) {
        this.port = port;
        this.commands = new PodLikeRunner(here);
        try {
            listener = new ServerSocket(0, 50, LOOPBACK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OPEN.add(this);
        begin(this::accept);
    }

    /** Cuts all connections to all such pods, in both directions. */
    static int breakConnections() {
        int broken = 0;
        for (PodLikeReach reach : OPEN) {
            broken += reach.sockets.size();
            reach.cut();
        }
        return broken;
    }

    @Override
    public CommandRunner commands() {
        return commands;
    }

    @Override
    public Endpoint fromHere(Endpoint named) {
        return new Endpoint(LOOPBACK.getHostAddress(), listener.getLocalPort());
    }

    @Override
    public Endpoint fromTools(Endpoint named) {
        return new Endpoint(LOOPBACK.getHostAddress(), port);
    }

    @Override
    public boolean sharesFiles() {
        return false;
    }

    private static void begin(Runnable task) {
        Thread thread = new Thread(task, "pod-like");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket near = listener.accept();
                sockets.add(near);
                Socket far = new Socket(LOOPBACK, port);
                sockets.add(far);
                begin(() -> pump(near, far));
                begin(() -> pump(far, near));
            } catch (IOException e) {
                cut();
            }
        }
    }

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // the connection has ended
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void cut() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        sockets.clear();
    }

    @Override
    public void close() {
        OPEN.remove(this);
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
