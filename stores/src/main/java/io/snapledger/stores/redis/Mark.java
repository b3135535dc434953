package io.snapledger.stores.redis;

import io.snapledger.stores.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The key {@value #KEY} in database 0 of a target, while a restore goes on. It belongs to no snapshot.
 *
 * @param restoreId whose it is
 */
record Mark(String restoreId, Stage stage) {

    static final String KEY = "snapledger:incomplete";
    static final byte[] NAME = KEY.getBytes(StandardCharsets.US_ASCII);

    /** How far it is. */
    enum Stage {
        /** The snapshot is read; nothing else of the target was changed. */
        VERIFYING,
        /** What was there is gone; what comes is not all there. */
        LOADING;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    String text() {
        return stage.word() + " " + restoreId;
    }

    /** @param connection at database 0 */
    static Optional<Mark> read(Connection connection) throws StoreException {
        if (!(connection.call("GET", KEY) instanceof Reply.Text text)) {
            return Optional.empty();
        }
        String value = new String(text.bytes(), StandardCharsets.US_ASCII);
        for (Stage stage : Stage.values()) {
            if (value.startsWith(stage.word() + " ")) {
                return Optional.of(new Mark(value.substring(stage.word().length() + 1), stage));
            }
        }
        return Optional.empty();
    }

    static Optional<Mark> read(Connection connection, String restoreId) throws StoreException {
        return read(connection).filter(mark -> mark.restoreId().equals(restoreId));
    }
}
