package io.snapledger.events.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses a port of the loopback for a server that must know its own before it listens. Ports from 32768 on are left out: Linux gives
 * them to outgoing connections ({@code ip_local_port_range}), and one of those could take the port before its server does.
 */
public final class FreePort {

    static final int LOWEST = 20_000;
    static final int HIGHEST = 32_767;
    private static final int TRIES = 1000;

    private FreePort() {}

    /**
     * A port that nobody listens on.
     *
     * @throws UncheckedIOException if {@value #TRIES} ports, chosen at random, are all in use
     */
    public static int choose() {
        BindException last = null;
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
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
