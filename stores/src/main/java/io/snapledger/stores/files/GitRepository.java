package io.snapledger.stores.files;

import io.snapledger.stores.Evidence;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A repository as it was dumped.
 *
 * @param gitDirectory relative to the tree
 * @param facts for the evidence: ref to id, and HEAD
 * @param details for the manifest: what a restore must know and nobody compares
 */
record GitRepository(String gitDirectory, SortedMap<String, String> facts, SortedMap<String, String> details) {

    private static final String KEPT = "kept";
    private static final String PLAIN = "as plain files";

    /** One that could not be understood. */
    static GitRepository plain(String gitDirectory) {
        SortedMap<String, String> facts = new TreeMap<>(Map.of(Evidence.path("repository", gitDirectory, KEPT), PLAIN));
        return new GitRepository(gitDirectory, facts, new TreeMap<>());
    }

    /** Whether the evidence knows the Git directory as plain files only. */
    static boolean isPlain(Evidence evidence, String gitDirectory) {
        return PLAIN.equals(evidence.facts().get(Evidence.path("repository", gitDirectory, KEPT)));
    }

    /** The key of the detail that says why it is not whole; absent if it is. */
    static String brokenKey(String gitDirectory) {
        return Evidence.path("repository", gitDirectory, "broken");
    }
}
