package io.snapledger.stores.files;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.SnapshotContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files by which Git goes somewhere else by an absolute path: a copy restored beside the original would work on the original's
 * repository. They are kept as they are; the manifest knows them, so that a restore can tell.
 */
final class Leads {

    private static final String DETAIL = "leads";
    private static final String GIT_FILE = "gitdir: ";
    private static final int LONGEST = 8192;
    private static final int MOST = 200;

    private final LentObjects.Place place;
    private final SortedMap<String, String> found = new TreeMap<>();

    Leads(LentObjects.Place place) {
        this.place = place;
    }

    /**
     * A file {@code .git}, as linked work trees and submodules have it.
     *
     * @return where it leads, if that is out of the tree
     */
    Optional<String> gitFile(Path file, String name) throws IOException {
        String content;
        try (Directory directory = Directory.open(file.getParent())) {
            content =
                    new String(RegularFile.readWhole(directory, ByteName.of(".git"), LONGEST), StandardCharsets.UTF_8);
        }
        if (!content.startsWith(GIT_FILE) || content.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        String written = content.substring(GIT_FILE.length()).strip();
        add(name, written);
        Path there = file.resolveSibling(written).normalize();
        return place.inside(there).isPresent() ? Optional.empty() : Optional.of(there.toString());
    }

    /** Notes a path if it is absolute. */
    void add(String file, String written) {
        if (written.startsWith("/") && found.size() < MOST) {
            found.put(Evidence.path(DETAIL, file), written);
        }
    }

    /** For the manifest. */
    SortedMap<String, String> details() {
        return found;
    }

    /** What must be said when a snapshot is restored to a place that is not its own. */
    static List<String> warnings(SnapshotContent content, TreeSelection selection, Path target) {
        if (target.toString().equals(content.details().get("path"))) {
            return List.of();
        }
        return content.details().entrySet().stream()
                .filter(detail -> detail.getKey().startsWith(DETAIL + "/"))
                .filter(detail -> selection.holds(BytePath.of(file(detail.getKey()))))
                .map(detail -> warning(file(detail.getKey()), detail.getValue()))
                .toList();
    }

    private static String file(String detail) {
        return Evidence.unescaped(detail.substring(DETAIL.length() + 1));
    }

    private static String warning(String file, String written) {
        String hint = file.endsWith("alternates")
                ? "git repack -a -d makes the copy independent of it"
                : file.endsWith("config")
                        ? "git config --unset core.worktree, or set it to the copy's own"
                        : "git worktree repair, run in the restored repository with the path of '"
                                + file.replaceAll("/?\\.git$", "") + "', makes the copy its own";
        return "'" + file + "' still leads to '" + written + "', so that what is done in the copy is done there; HINT: "
                + hint;
    }
}
