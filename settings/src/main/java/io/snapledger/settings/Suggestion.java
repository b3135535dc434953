package io.snapledger.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** "Did you mean": the nearest known word. */
public final class Suggestion {

    private Suggestion() {}

    /** The nearest known word as a question to a person; empty if none is near. */
    public static Optional<String> among(String wrong, Collection<String> known) {
        return nearest(wrong, known).map(word -> "did you mean '" + word + "'?");
    }

    /** The known word with the fewest letters to change, as long as that is at most a third of the wrong one, or two. */
    public static Optional<String> nearest(String wrong, Collection<String> known) {
        int tolerated = Math.max(2, wrong.length() / 3);
        return known.stream()
                .filter(word -> distance(wrong, word) <= tolerated)
                .min(Comparator.comparingInt(word -> distance(wrong, word)));
    }

    /** Levenshtein distance. */
    static int distance(String a, String b) {
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
