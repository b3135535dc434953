package io.snapledger.stores.redis;

import io.snapledger.stores.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The clock by which a server's keys expire. */
final class ServerTime {

    private ServerTime() {}

    /** By the server, or by ours where it does not say. */
    static Instant of(Connection connection, TimeLeft time) throws StoreException {
        if (connection.call("TIME") instanceof Reply.Several parts
                && !parts.replies().isEmpty()
                && parts.replies().get(0) instanceof Reply.Text seconds
                && seconds.bytes().length <= 11) {
            String text = new String(seconds.bytes(), StandardCharsets.US_ASCII);
            if (text.matches("\\d+")) {
                return Instant.ofEpochSecond(Long.parseLong(text));
            }
        }
        return time.clock().instant();
    }
}
