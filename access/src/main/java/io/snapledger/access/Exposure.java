package io.snapledger.access;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Whether a service may listen where it is told to: beyond the loopback a token must not travel in the clear. */
public final class Exposure {

    private Exposure() {}

    /**
     * @param host where it shall listen: a name or an address
     * @param plain whether requests without TLS are served there
     * @param tlsByProxy whether somebody has said that a proxy or mesh in front ends TLS, and that nobody else reaches the service
     * @throws IllegalStateException if it may not
     */
    public static void check(String host, boolean plain, boolean tlsByProxy) {
        if (plain && !tlsByProxy && !isLoopback(host)) {
            throw new IllegalStateException(
                    "quarkus.http.host is " + host
                            + ", beyond the loopback, and requests without TLS are served there, so that whoever listens on the network reads the"
                            + " tokens; HINT: set quarkus.http.ssl.certificate.files, .key-files and quarkus.http.insecure-requests=disabled,"
                            + " or snapledger.access.tls-by-proxy=true where a proxy in front ends TLS and nothing else reaches the service");
        }
    }

    static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
