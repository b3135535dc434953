package io.snapledger.repository;

/**
 * A snapshot about which something was decided, as the name of its decision tells. Whether that can be read, and what it says, is not
 * known yet.
 */
public record DecidedSnapshot(StoreName store, SnapshotId snapshot) {

    /** Key of its decision. */
    public String key() {
        return RepositoryLayout.decision(store, snapshot);
    }

    /** @param key with the name of a decision */
    static DecidedSnapshot at(String key) {
        String[] parts = key.split("/", -1);
        return new DecidedSnapshot(
                new StoreName(parts[1]),
                RepositoryLayout.snapshotOfDecision(key).orElseThrow(() -> new IllegalArgumentException(key)));
    }
}
