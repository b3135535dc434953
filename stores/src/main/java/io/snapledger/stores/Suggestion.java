package io.snapledger.stores;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** "Did you mean": the nearest known word. */
final class Suggestion {

    private Suggestion() {}

    static Optional<String> among(String wrong, Collection<String> known) {
        int tolerated = Math.max(2, wrong.length() / 3);
        return known.stream()
                .filter(word -> distance(wrong, word) <= tolerated)
                .min(Comparator.comparingInt(word -> distance(wrong, word)))
                .map(word -> "did you mean '" + word + "'?");
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitution, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
