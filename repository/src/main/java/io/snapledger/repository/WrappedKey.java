package io.snapledger.repository;

import static java.util.Objects.requireNonNull;

import io.snapledger.events.Nullable;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The data key of a store and epoch, wrapped for one recipient. Plain to everyone, useless without the recipient's key.
 *
 * @param store whose chunks the key seals
 * @param epoch 16 hex digits derived from the data key
 * @param recipient key id of the recipient, 16 hex digits
 * @param content the JSON object as it is stored
 * @param unreadable why it cannot be read; null: it can
 */
public record WrappedKey(
        StoreName store,
        String epoch,
        String recipient,
        byte[] content,
        @Nullable String unreadable) {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

    public WrappedKey {
        requireNonNull(store, "store is missing");
        requireNonNull(content, "content is missing");
        requireKeyId("epoch", epoch);
        requireKeyId("recipient", recipient);
    }

    public WrappedKey(StoreName store, String epoch, String recipient, byte[] content) {
        this(store, epoch, recipient, content, null);
    }

    /** One that stands in a repository and cannot be read. */
    public static WrappedKey unreadable(StoreName store, String epoch, String recipient, String why) {
        return new WrappedKey(store, epoch, recipient, new byte[0], why);
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
                && Arrays.equals(content, that.content)
                && Objects.equals(unreadable, that.unreadable);
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
