package io.snapledger.repository.keys;

import io.snapledger.events.Nullable;
import io.snapledger.repository.SnapshotRepository;
import io.snapledger.repository.StoreName;
import io.snapledger.repository.WrappedKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds or makes the data key with which a new snapshot of a store is sealed. */
public final class StoreKeys {

    private final KeyRing ring;
    private final List<Recipient> recipients;
    private final SecureRandom random;

    /**
     * @param recipients to whom a key is wrapped before it is used: service key and recovery key
     */
    public StoreKeys(KeyRing ring, List<Recipient> recipients, SecureRandom random) {
        if (recipients.size() < 2) {
            throw new IllegalArgumentException("a data key needs at least two recipients, service and recovery key");
        }
        this.ring = ring;
        this.recipients = List.copyOf(recipients);
        this.random = random;
    }

    /**
     * The key for the next snapshot of a store, wrapped for every recipient in every repository before it returns.
     *
     * @param repositories all of the plan
     * @param preferred epoch of the newest snapshot, if there is one; used if a key at hand opens it
     */
    public StoreKey forWriting(List<SnapshotRepository> repositories, StoreName store, @Nullable String preferred) {
        List<WrappedKey> wraps = new ArrayList<>();
        repositories.forEach(repository -> wraps.addAll(repository.wrappedKeys(store)));
        List<String> epochs = ring.epochs(wraps);
        StoreKey key = epochs.isEmpty()
                ? StoreKey.random(random)
                : ring.unwrap(store, epochs.contains(preferred) ? preferred : epochs.get(0), wraps);
        repositories.forEach(repository -> wrapForAll(repository, store, key));
        return key;
    }

    private void wrapForAll(SnapshotRepository repository, StoreName store, StoreKey key) {
        Set<String> there = new HashSet<>();
        for (WrappedKey wrap : repository.wrappedKeys(store)) {
            if (wrap.epoch().equals(key.epoch())) {
                there.add(wrap.recipient());
            }
        }
        for (Recipient recipient : recipients) {
            if (!there.contains(recipient.id())) {
                repository.addWrappedKey(KeyWrap.wrap(store, key, recipient));
            }
        }
    }
}
