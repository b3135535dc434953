package io.snapledger.stores.files;

import io.snapledger.posix.BytePath;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.Progress;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The repositories of a tree that is being restored, before it takes its place. */
final class RestoredRepositories {

    private final Git git;
    private final LentObjects.Place place;
    private final RestoreOptions options;
    private final SnapshotContent content;
    private final List<String> gitDirectories;
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param staging where the tree is made
     * @param selection what of the snapshot is restored
     */
    RestoredRepositories(
            Git git, Path staging, RestoreOptions options, SnapshotContent content, TreeSelection selection) {
        this.git = git;
        this.place =
                new LentObjects.Place(staging, Path.of(content.details().getOrDefault("path", staging.toString())));
        this.options = options;
        this.content = content;
        this.gitDirectories = in(selection, content).stream()
                .map(Evidence::unescaped)
                .filter(name -> !GitRepository.isPlain(content.evidence(), name))
                .toList();
    }

    /**
     * Why a strict restore of this snapshot must fail, as its backup already knew.
     *
     * @return a sentence for each repository that was not whole
     */
    static List<String> blockers(SnapshotContent content, RestoreOptions options, TreeSelection selection) {
        List<String> blockers = new ArrayList<>();
        if (options.gitCheck().equals("strict")) {
            for (String name : in(selection, content)) {
                String gitDirectory = Evidence.unescaped(name);
                String why = content.details().get(GitRepository.brokenKey(gitDirectory));
                if (why != null) {
                    blockers.add("repository '" + GitLayout.repositoryName(gitDirectory)
                            + "' was not whole when it was dumped (" + why
                            + "); HINT: git-check=warn restores it as it was");
                }
            }
        }
        return blockers;
    }

    /** The escaped names of those whose Git directory is restored as a whole: of a part of one nothing can be said. */
    private static List<String> in(TreeSelection selection, SnapshotContent content) {
        return content.evidence().namesBelow("repository").stream()
                .filter(name -> selection.holds(BytePath.of(Evidence.unescaped(name))))
                .toList();
    }

    /** What somebody should know of what was done. */
    List<String> warnings() {
        return warnings;
    }

    /** @throws StoreException {@code DIFFERENT}: one is not whole, and the check is strict */
    void check(Progress progress) throws StoreException, InterruptedException {
        if (options.gitCheck().equals("never")) {
            return;
        }
        for (String gitDirectory : gitDirectories) {
            String name = GitLayout.repositoryName(gitDirectory);
            progress.report("checking repository " + name, 0);
            Optional<String> broken = broken(gitDirectory);
            if (broken.isPresent()) {
                String fact = "repository '" + name + "' " + broken.get();
                if (options.gitCheck().equals("strict")) {
                    throw new StoreException(
                            Reason.DIFFERENT,
                            fact,
                            "it may have been broken before; git-check=warn restores it as it was");
                }
                warnings.add(fact);
            }
        }
    }

    private Optional<String> broken(String gitDirectory) throws StoreException, InterruptedException {
        if (git.version().isEmpty()) {
            warnings.add("repository '" + GitLayout.repositoryName(gitDirectory)
                    + "' was not checked: git is not installed");
            return Optional.empty();
        }
        Path there = place.root().resolve(gitDirectory);
        try {
            return new RepositoryCheck(git, place, RepositoryCheck.Depth.WHOLE)
                    .of(there, gitDirectory, GitConfig.of(git, there), RefsCapture.of(there, gitDirectory))
                    .fault();
        } catch (UnreadableRepository | IOException e) {
            return Optional.of("is not whole: " + e.getMessage());
        }
    }

    /**
     * Brings work trees to their HEAD where that was asked for.
     *
     * @return whether that changed files
     */
    boolean reset() throws StoreException, InterruptedException {
        boolean changed = false;
        for (String gitDirectory : gitDirectories) {
            if (options.gitReset().equals("always") && GitLayout.hasWorkTree(gitDirectory)) {
                changed |= reset(gitDirectory);
            }
        }
        return changed;
    }

    private boolean reset(String gitDirectory) throws StoreException, InterruptedException {
        String name = "repository '" + GitLayout.repositoryName(gitDirectory) + "' ";
        try {
            boolean undone = new WorkTreeReset(git, place).of(gitDirectory);
            if (undone) {
                warnings.add(name + "had edits that were not committed: git reset --hard undid them");
            }
            return undone;
        } catch (UnreadableRepository | IOException | StoreException e) {
            if (e instanceof StoreException failure && options.gitCheck().equals("strict")) {
                throw failure;
            }
            warnings.add(name + "was not reset: " + e.getMessage());
            return false;
        }
    }
}
