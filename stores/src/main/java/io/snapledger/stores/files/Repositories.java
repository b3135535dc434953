package io.snapledger.stores.files;

import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The repositories that a walk meets, and what is to be said of them. What of a Git directory can be understood is captured at one moment;
 * what cannot is kept as plain files, with a warning: it concerns itself alone.
 */
final class Repositories {

    private static final int MOST_REMARKS = 200;

    private final Git git;
    private final Predicate<String> plain;
    private final Optional<RepositoryCheck> check;
    private final Leads leads;
    private final SortedMap<String, GitRepository> found = new TreeMap<>();
    private final Map<String, WorkTree> workTrees = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<NotIncluded> notIncluded = new ArrayList<>();

    /** A work tree, and the commit it was at when its refs were captured. */
    private record WorkTree(Path gitDirectory, String head) {}

    private Repositories(Git git, Predicate<String> plain, Optional<RepositoryCheck> check, Leads leads) {
        this.git = git;
        this.plain = plain;
        this.check = check;
        this.leads = leads;
    }

    /** Those of a dump: they are looked at, so that what a restore would find broken is told now. */
    static Repositories ofDump(Git git, Path root) {
        LentObjects.Place place = new LentObjects.Place(root, root);
        RepositoryCheck check = new RepositoryCheck(git, place, RepositoryCheck.Depth.QUICK);
        return new Repositories(git, name -> false, Optional.of(check), new Leads(place));
    }

    /** @param plain which Git directories are to be taken as plain files, as they were before */
    static Repositories ofInventory(Git git, Path root, Predicate<String> plain) {
        return new Repositories(git, plain, Optional.empty(), new Leads(new LentObjects.Place(root, root)));
    }

    /** The walk comes to a Git directory: its refs are told to the visitor at once. */
    GitContext enter(Path directory, String name, TreeVisitor visitor)
            throws StoreException, IOException, InterruptedException {
        Optional<RefsCapture> capture = captured(directory, name);
        if (capture.isPresent()) {
            for (Map.Entry<String, RefsCapture.CapturedFile> file :
                    capture.get().files().entrySet()) {
                boolean counted = !GitLayout.isVolatile(file.getKey());
                visitor.captured(file.getValue().entry(), file.getValue().content(), counted);
            }
        }
        return new GitContext(name, capture);
    }

    private Optional<RefsCapture> captured(Path directory, String name) throws StoreException, InterruptedException {
        try {
            if (plain.test(name)) {
                throw new UnreadableRepository("it was so before");
            }
            GitConfig config = GitConfig.of(git, directory);
            RefsCapture capture = RefsCapture.of(directory, name);
            found.put(name, new GitRepository(name, capture.refs().facts(name), new TreeMap<>()));
            if (check.isPresent()) {
                workTrees.put(name, new WorkTree(directory, capture.refs().headId()));
                tell(name, config, check.get().of(directory, name, config, capture));
            }
            return Optional.of(capture);
        } catch (UnreadableRepository | IOException e) {
            found.put(name, GitRepository.plain(name));
            warn(name, "is kept as plain files: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void tell(String name, GitConfig config, RepositoryCheck.Findings findings) {
        findings.fault().ifPresent(why -> {
            found.get(name).details().put(GitRepository.brokenKey(name), why);
            warn(name, "is kept as it is, but " + why);
        });
        findings.elsewhere().ifPresent(notIncluded::add);
        String directory = name.isEmpty() ? "" : name + "/";
        findings.absolute().forEach(path -> leads.add(directory + "objects/info/alternates", path));
        config.workTree().ifPresent(path -> leads.add(directory + "config", path));
    }

    /** All is read: work trees that a commit or a checkout moved on meanwhile are told. */
    void lookAgain() throws InterruptedException {
        for (Map.Entry<String, WorkTree> one : workTrees.entrySet()) {
            String name = one.getKey();
            Path directory = one.getValue().gitDirectory();
            try {
                String now = RefsCapture.of(directory, name).refs().headId();
                if (GitLayout.hasWorkTree(name) && !now.equals(one.getValue().head())) {
                    warn(
                            name,
                            "was committed to while it was dumped: files of its work tree may be newer than its HEAD;"
                                    + " git status shows them in what is restored");
                }
            } catch (UnreadableRepository | IOException e) {
                warn(name, "changed while it was dumped: " + e.getMessage());
            }
        }
    }

    /** The walk comes to a file {@code .git}. */
    void gitFile(Path file, String name) {
        try {
            leads.gitFile(file, name)
                    .ifPresent(there -> warnings.add("'" + name + "' leads to '" + there
                            + "', outside of this store: the history of its work tree is not in the snapshot"));
        } catch (IOException e) {
            // it cannot be one of Git's; whether it can be read at all is for the walk to find out
        }
    }

    private void warn(String name, String sentence) {
        if (warnings.size() < MOST_REMARKS) {
            warnings.add("repository '" + GitLayout.repositoryName(name) + "' " + sentence);
        }
    }

    int count() {
        return found.size();
    }

    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        found.values().forEach(repository -> facts.putAll(repository.facts()));
        return facts;
    }

    Map<String, String> details() {
        Map<String, String> details = new TreeMap<>(leads.details());
        found.values().forEach(repository -> details.putAll(repository.details()));
        return details;
    }

    List<String> warnings() {
        return warnings;
    }

    List<NotIncluded> notIncluded() {
        return notIncluded;
    }
}
