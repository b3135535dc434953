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
    private final Git git;

    FilesEvidence(Clock clock, FilesOptions options, Git git) {
        this.clock = clock;
        this.options = options;
        this.git = git;
    }

    /** @param root the tree, which during a restore is not yet at its place */
    Evidence take(Path root, Optional<Evidence> like, Instant deadline)
            throws StoreException, IOException, InterruptedException {
        if (!FilesEngine.isThere(root)) {
            throw new StoreException(Reason.UNREACHABLE, "there is no directory '" + root + "'", "check the path");
        }
        boolean wantsGit = like.isEmpty() || !like.get().below("repository").isEmpty();
        String gitVersion = wantsGit ? FilesDump.gitVersion(options, git) : "";
        Optional<Repositories> repositories =
                gitVersion.isEmpty() ? Optional.empty() : Optional.of(repositories(root, like));
        TreeRecorder recorder = new TreeRecorder(TarWriter.toNowhere(), TreeRecorder.Index.NONE, clock, deadline);
        new TreeWalk(root, options, repositories, recorder).walk();
        recorder.finish(root);
        Map<String, String> facts = new TreeMap<>(recorder.digest().facts(TreeDigest.WHOLE));
        repositories.ifPresent(met -> facts.putAll(met.facts()));
        if (like.isPresent()) {
            facts.keySet()
                    .removeIf(fact ->
                            fact.startsWith("tree/") && !like.get().facts().containsKey(fact));
        }
        return Evidence.of(facts);
    }

    private Repositories repositories(Path root, Optional<Evidence> like) {
        return Repositories.ofInventory(git, root, name -> like.isPresent() && GitRepository.isPlain(like.get(), name));
    }
}
