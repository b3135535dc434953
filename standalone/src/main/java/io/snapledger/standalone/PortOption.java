package io.snapledger.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A port given on the command line, looked at before anything starts: what cannot be had is told by its option and number.
 *
 * @param name of the option
 * @param port on the loopback; 0 where a free one is chosen later
 */
record PortOption(String name, int port) {

    private static final int MOST = 65_535;

    /**
     * @param least 0 where that means a free one, else 1
     * @throws IllegalArgumentException if there is no such port
     */
    PortOption requireValid(int least) {
        if (port < least || port > MOST) {
            throw new IllegalArgumentException(
                    name + " " + port + " is no port; HINT: give one from " + least + " to " + MOST);
        }
        return this;
    }

    /** @throws IOException if something listens there, or it may not be taken */
    void requireFree() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IOException(
                    "port " + port + " cannot be had: " + e.getMessage()
                            + "; HINT: stop what listens there, or give another " + name,
                    e);
        }
    }
}
