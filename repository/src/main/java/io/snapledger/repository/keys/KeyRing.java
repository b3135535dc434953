package io.snapledger.repository.keys;

import io.snapledger.repository.StoreName;
import io.snapledger.repository.WrappedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The private keys at hand. */
public final class KeyRing {

    private final List<RecipientKey> keys;

    public KeyRing(List<RecipientKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** Ids of the keys at hand. */
    public List<String> ids() {
        return keys.stream().map(key -> key.recipient().id()).toList();
    }

    /**
     * Opens the data key of an epoch.
     *
     * @param wraps all wraps of the store; those of other epochs are passed over
     * @throws WrongKeyException with the ids wanted and offered
     */
    public StoreKey unwrap(StoreName store, String epoch, List<WrappedKey> wraps) {
        TreeSet<String> wanted = new TreeSet<>();
        for (WrappedKey wrap : wraps) {
            if (wrap.store().equals(store) && wrap.epoch().equals(epoch)) {
                wanted.add(wrap.recipient());
                for (RecipientKey key : keys) {
                    if (key.recipient().id().equals(wrap.recipient())) {
                        return KeyWrap.unwrap(wrap, key);
                    }
                }
            }
        }
        throw new WrongKeyException(store, epoch, wanted, ids());
    }

    /** Epochs of a store that a key at hand opens. */
    public List<String> epochs(List<WrappedKey> wraps) {
        List<String> ids = ids();
        List<String> epochs = new ArrayList<>();
        for (WrappedKey wrap : wraps) {
            if (wrap.unreadable() == null && ids.contains(wrap.recipient()) && !epochs.contains(wrap.epoch())) {
                epochs.add(wrap.epoch());
            }
        }
        epochs.sort(null);
        return epochs;
    }
}
