package io.snapledger.repository;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The data key of a store and epoch, wrapped for one recipient. Plain to everyone, useless without the recipient's key.
 *
 * @param store whose chunks the key seals
 * @param epoch 16 hex digits derived from the data key
 * @param recipient key id of the recipient, 16 hex digits
 * @param content the JSON object as it is stored
 */
public record WrappedKey(StoreName store, String epoch, String recipient, byte[] content) {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

    public WrappedKey {
        requireNonNull(store, "store is missing");
        requireNonNull(content, "content is missing");
        requireKeyId("epoch", epoch);
        requireKeyId("recipient", recipient);
    }

    /** Epochs and key ids look alike: 16 hex digits. */
    public static String requireKeyId(String what, String id) {
        if (id == null || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException(what + " is not valid: '" + id + "'; it has 16 hex digits");
        }
        return id;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WrappedKey that
                && store.equals(that.store)
                && epoch.equals(that.epoch)
                && recipient.equals(that.recipient)
                && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return epoch.hashCode() * 31 + recipient.hashCode();
    }

    @Override
    public String toString() {
        return store + "/" + epoch + "/" + recipient;
    }
}
