package io.snapledger.stores.files;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes the inventory of a tree as it is now. */
final class FilesEvidence {

    private final Clock clock;
    private final FilesOptions options;
    private final TreeSelection selection;
    private final Git git;

    /** @param selection of which part of the tree */
    FilesEvidence(Clock clock, FilesOptions options, TreeSelection selection, Git git) {
        this.clock = clock;
        this.options = options;
        this.selection = selection;
        this.git = git;
    }

    /** @param root the tree, which during a restore is not yet at its place */
    Evidence take(Path root, Optional<Evidence> like, Instant deadline)
            throws StoreException, IOException, InterruptedException {
        if (!FilesEngine.isThere(root)) {
            throw new StoreException(Reason.UNREACHABLE, "there is no directory '" + root + "'", "check the path");
        }
        String of = selection.isWhole() ? TreeDigest.WHOLE : Evidence.PART;
        boolean wantsGit = like.isEmpty() || !like.get().below("repository").isEmpty();
        String gitVersion = wantsGit ? FilesDump.gitVersion(options, git) : "";
        Optional<Repositories> repositories =
                gitVersion.isEmpty() ? Optional.empty() : Optional.of(repositories(root, like));
        TreeRecorder recorder = new TreeRecorder(TarWriter.toNowhere(), TreeRecorder.Index.NONE, clock, deadline);
        new TreeWalk(root, options, selection, repositories, recorder).walk();
        recorder.finish(root);
        Map<String, String> facts = new TreeMap<>(recorder.digest().facts(of));
        repositories.ifPresent(met -> facts.putAll(met.facts()));
        if (like.isPresent()) {
            facts.keySet()
                    .removeIf(fact ->
                            fact.startsWith(of + "/") && !like.get().facts().containsKey(fact));
        }
        return Evidence.of(facts);
    }

    private Repositories repositories(Path root, Optional<Evidence> like) {
        return Repositories.ofInventory(git, root, name -> like.isPresent() && GitRepository.isPlain(like.get(), name));
    }
}
