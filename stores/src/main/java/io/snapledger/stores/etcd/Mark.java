package io.snapledger.stores.etcd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The key {@value #KEY} of a cluster, while a restore into it goes on. It belongs to no snapshot.
 *
 * @param restoreId whose it is
 */
record Mark(String restoreId, Stage stage) {

    static final String KEY = "snapledger:incomplete";

    private static final byte[] NAME = KEY.getBytes(StandardCharsets.US_ASCII);

    /** How far it is. */
    enum Stage {
        /** The snapshot is read; nothing else of the cluster was changed. */
        VERIFYING,
        /** What was there is gone; what comes is not all there. */
        LOADING;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static byte[] name() {
        return NAME.clone();
    }

    static boolean is(byte[] key) {
        return Arrays.equals(key, NAME);
    }

    byte[] value() {
        return (stage.word() + " " + restoreId).getBytes(StandardCharsets.US_ASCII);
    }

    static Optional<Mark> read(byte[] value) {
        String text = new String(value, StandardCharsets.US_ASCII);
        for (Stage stage : Stage.values()) {
            if (text.startsWith(stage.word() + " ")) {
                return Optional.of(new Mark(text.substring(stage.word().length() + 1), stage));
            }
        }
        return Optional.empty();
    }
}
