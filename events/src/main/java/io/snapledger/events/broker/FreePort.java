package io.snapledger.events.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chooses a port of the loopback for a server that must know its own before it listens. Ports from 32768 on are left out: Linux gives
 * them to outgoing connections ({@code ip_local_port_range}), and one of those could take the port before its server does.
 */
public final class FreePort {

    static final int LOWEST = 20_000;
    static final int HIGHEST = 32_767;
    private static final int COUNT = HIGHEST - LOWEST + 1;

    /** Begins anywhere, so that processes that start at once do not try the same ports. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /**
     * A port that nobody listens on, and that this process was not given before, as long as there is another.
     *
     * @throws UncheckedIOException if all are in use
     */
    public static int choose() {
        BindException last = null;
        for (int i = 0; i < COUNT; i++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException e) {
                last = e;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot listen on the loopback", e);
            }
        }
        throw new UncheckedIOException("no free port from " + LOWEST + " to " + HIGHEST + " on the loopback", last);
    }
}
