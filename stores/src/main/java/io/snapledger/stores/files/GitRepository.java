package io.snapledger.stores.files;

import io.snapledger.stores.Evidence;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A repository as it was dumped.
 *
 * @param gitDirectory relative to the tree
 * @param refs ref to id, and HEAD
 * @param state whether tracked files had edits that were not committed
 */
record GitRepository(String gitDirectory, SortedMap<String, String> refs, State state) {

    enum State {
        CLEAN,
        DIRTY,
        /** Git cannot tell: the repository is broken. */
        UNKNOWN
    }

    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        refs.forEach((ref, id) -> facts.put(Evidence.path("repository", gitDirectory, ref), id));
        return facts;
    }

    /** The key of the detail that tells its {@link State}. */
    static String stateKey(String gitDirectory) {
        return Evidence.path("repository", gitDirectory, "state");
    }
}
