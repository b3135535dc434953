package io.snapledger.stores.files;

import io.snapledger.posix.BytePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The digest of a tree, or of a part of one, from what an index tells of it. */
final class IndexDigest {

    private final TreeDigest digest = new TreeDigest();
    private final Map<BytePath, List<BytePath>> links = new HashMap<>();
    private final TreeSelection selection;

    IndexDigest(TreeSelection selection) {
        this.selection = selection;
    }

    void add(IndexEntry entry) {
        switch (entry.type()) {
            case DIRECTORY -> digest.directory(entry.path(), entry.attributes().mode());
            case SYMBOLIC_LINK ->
                digest.link(entry.path(), entry.target(), entry.attributes().modified());
            case FILE -> digest.file(entry.path(), entry.told());
        }
        if (entry.isHardLink()) {
            links.computeIfAbsent(entry.place().firstName(), any -> new ArrayList<>())
                    .add(entry.path());
        }
    }

    /** All were added; to be asked once. @param of below which the facts stand in the evidence */
    Map<String, String> facts(String of) {
        links.forEach((first, others) -> {
            List<BytePath> names = new ArrayList<>(others);
            if (selection.holds(first)) {
                names.add(first);
            }
            digest.sameFile(names);
        });
        return digest.facts(of);
    }
}
