package io.snapledger.stores;

import java.util.Objects;

/**
 * Where a connection is made to.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Endpoint(String host, int port) {

    public Endpoint {
        Objects.requireNonNull(host, "host");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not from 1 to 65535");
        }
    }

    /** {@code host:port} as it stands in a URL. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
