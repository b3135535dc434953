package io.snapledger.testkit.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP line to a server of the loopback that lets its answers through at a limited rate, all connections together. */
public final class SlowLine implements AutoCloseable {

    private static final int PIECE = 16 * 1024;

    private final ServerSocket listener;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong passed = new AtomicLong();
    private volatile long bytesPerSecond;
    private long nextAt;

    private SlowLine(ServerSocket listener, int serverPort, long bytesPerSecond) {
        this.listener = listener;
        this.serverPort = serverPort;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Listens on a port of its own. */
    public static SlowLine to(int serverPort, long bytesPerSecond) {
        try {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            SlowLine line = new SlowLine(listener, serverPort, bytesPerSecond);
            daemon(line::listen);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for a slow line", e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Bytes of answers that have passed so far. */
    public long passed() {
        return passed.get();
    }

    /** From now on; also for connections that are open. */
    public void rate(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket();
                sockets.add(client);
                sockets.add(server);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), 5_000);
                daemon(() -> carry(client, server, false));
                daemon(() -> carry(server, client, true));
            } catch (IOException e) {
                // the listener is closed, or this client will see that its line is
                sockets.removeIf(Socket::isClosed);
            }
        }
    }

    private void carry(Socket from, Socket to, boolean slowly) {
        byte[] piece = new byte[PIECE];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                if (slowly) {
                    awaitTurn(read);
                    passed.addAndGet(read);
                }
                out.write(piece, 0, read);
            }
        } catch (IOException | InterruptedException e) {
            // either end has gone: both sockets are closed now, which is what the other end shall see
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitTurn(int bytes) throws InterruptedException {
        long wait;
        synchronized (this) {
            long now = System.nanoTime();
            nextAt = Math.max(now, nextAt) + TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond;
            wait = nextAt - now;
        }
        TimeUnit.NANOSECONDS.sleep(wait);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "slow-line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a slow line", e);
        }
    }
}
