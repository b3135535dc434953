package io.snapledger.restore;

import io.snapledger.stores.SnapshotEntry;
import java.util.function.Predicate;

/**
 * What has a path in a snapshot, and all that lies below it.
 *
 * @param root the path; slashes at its ends do not count, and without anything else it is the whole snapshot
 */
public record Subtree(String root) implements Predicate<SnapshotEntry> {

    public static final Subtree ALL = new Subtree("");

    public Subtree {
        int from = 0;
        int to = root.length();
        while (from < to && root.charAt(from) == '/') {
            from++;
        }
        while (from < to && root.charAt(to - 1) == '/') {
            to--;
        }
        root = root.substring(from, to);
    }

    @Override
    public boolean test(SnapshotEntry entry) {
        String path = entry.path();
        return root.isEmpty()
                || (path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/'));
    }
}
