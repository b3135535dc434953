package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngineContract;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StreamContent;
import io.snapledger.testkit.compare.GitComparison;
import io.snapledger.testkit.compare.Outcome;
import io.snapledger.testkit.compare.TreeComparison;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FilesEngineTest extends StoreEngineContract {

    private Path tree;
    private Path restored;
    private TrapRepositories traps;

    @Override
    protected void prepare() throws Exception {
        tree = Files.createDirectories(scratch.resolve("source"));
        restored = scratch.resolve("place/restored");
        SampleTree.fill(tree);
    }

    @Override
    protected StoreDefinition source() {
        return new StoreDefinition("config", "files", Map.of("path", tree.toString()));
    }

    @Override
    protected RestoreTarget target() {
        return new RestoreTarget(
                new StoreDefinition("restored", "files", Map.of("path", restored.toString())), Map.of());
    }

    /** A damaged index keeps nobody from the whole tree. */
    @Override
    protected List<StreamContent> readByARestore(SnapshotContent content) {
        return List.of(content.stream(FilesEngine.STREAM).orElseThrow());
    }

    /** What Git rewrites by itself, and what is left out with a reason, is compared by Git or not at all. */
    @Override
    protected Outcome compareIndependently() throws Exception {
        List<String> differences = new ArrayList<>(TreeComparison.compare(tree, restored).differences().stream()
                .filter(difference ->
                        !difference.matches("(?s)config/[^:]*\\.git/(index|ORIG_HEAD|logs/HEAD|index\\.lock):.*"))
                .filter(difference -> !difference.startsWith("plain/pipe:"))
                .toList());
        Outcome git = GitComparison.compare(tree, restored);
        differences.addAll(git.differences());
        return new Outcome(git.compared(), differences);
    }

    @Override
    protected void changeOneThing() throws Exception {
        SampleTree.git(tree.resolve("config/sockshop"), "update-ref", "refs/heads/staging", "main");
    }

    @Override
    protected void occupyTarget() throws Exception {
        Files.createDirectories(restored.resolve("here/before"));
        Files.writeString(restored.resolve("here/file"), "before");
    }

    @Override
    protected String fingerprintOfTarget() throws Exception {
        if (!Files.exists(restored)) {
            return "absent";
        }
        try (Stream<Path> all = Files.walk(restored.getParent())) {
            return all.map(Path::toString).sorted().toList().toString();
        }
    }

    @Override
    protected void removeSource() throws Exception {
        Files.move(tree, tree.resolveSibling("moved"));
    }

    @Override
    protected Set<Capability> capabilities() {
        return Set.of(
                Capability.SWAP,
                Capability.PROVES_FIRST,
                Capability.PARTIAL,
                Capability.SINGLE_PATHS,
                Capability.BYTE_NAMES,
                Capability.INERT_RESTORE);
    }

    @Override
    protected Set<String> pathsOfSource() throws Exception {
        return SampleTree.found(tree).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1, line.lastIndexOf(' ')))
                .collect(Collectors.toSet());
    }

    @Override
    protected String smallPath() {
        return "config/sockshop/values.yaml";
    }

    @Override
    protected void emptySource() throws Exception {
        SampleTree.run(tree, "find", ".", "-mindepth", "1", "-delete");
    }

    @Override
    protected void shrinkSource() throws Exception {
        SampleTree.run(tree, "rm", "-r", "config");
    }

    @Override
    protected Set<String> heldByTheEngine() throws Exception {
        Set<String> held = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                Path file = Files.exists(descriptor) ? Files.readSymbolicLink(descriptor) : descriptor;
                if (file.startsWith(tree) || file.startsWith(restored.getParent())) {
                    held.add(file.toString());
                }
            }
        }
        return held;
    }

    @Override
    protected Set<String> plantTraps() throws Exception {
        traps = new TrapRepositories(scratch, tree);
        Map<String, GitTraps.Trap> all = GitTraps.commands();
        traps.plantAll(all);
        return all.keySet();
    }

    @Override
    protected Set<String> trapsThatActed() throws Exception {
        return new TreeSet<>(traps.sung());
    }

    @Override
    protected void readCarelessly() throws Exception {
        SampleTree.git(tree.resolve("key core.fsmonitor"), "status");
    }

    @Override
    protected RestoreTarget targetOfOddities() {
        return new RestoreTarget(target().store(), Map.of("git-check", "warn", "git-reset", "always"));
    }

    /** A repository that borrows its objects from one that is gone. */
    @Override
    protected String makeOneThingUnreadable() throws Exception {
        Path pool = scratch.resolve("pool.git");
        SampleTree.git(
                scratch,
                "clone",
                "-q",
                "--bare",
                tree.resolve("config/bare.git").toString(),
                pool.toString());
        SampleTree.git(
                scratch,
                "clone",
                "-q",
                "--bare",
                "--shared",
                pool.toString(),
                tree.resolve("fork.git").toString());
        return "objects of repository fork.git";
    }

    @Override
    protected void plantNamesThatAreNoText() throws Exception {
        SampleTree.run(
                tree,
                "sh",
                "-c",
                "d=$(printf 'd\\374'); mkdir \"$d\"; echo 1 >\"$d/$(printf 'r\\351sum\\351')\"; echo 2 >\"$(printf '\\377\\376\\001')\";"
                        + " ln -s \"$(printf 'caf\\351')\" menu");
    }

    @Override
    protected List<String> namesThatAreNoText(StoreDefinition store) throws Exception {
        Process find =
                new ProcessBuilder("find", store.options().get("path"), "-name", "*", "-printf", "%P %l\\0").start();
        return Stream.of(new String(find.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).split("\0"))
                .filter(name -> name.chars().anyMatch(c -> c >= 0x80))
                .sorted()
                .toList();
    }

    @Test
    void workTreesComeBackAsTheyWereCleanOrNot() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        RestoreReport report = restore(content, kept.source(), false);
        assertThat(restored.resolve("config/dirty/file")).hasContent("edited, not committed\n");
        assertThat(restored.resolve("config/sockshop/untracked")).exists();
        assertThat(restored.resolve("config/sockshop/.git/index.lock")).doesNotExist();
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void gitResetAlwaysUndoesEditsAndSaysSo() throws Exception {
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        RestoreTarget always = new RestoreTarget(target().store(), Map.of("git-reset", "always"));
        RestoreReport report = engine.restore(
                new RestoreRequest("r", always, content, false, soon()), kept.source(), (step, bytes) -> {});
        assertThat(restored.resolve("config/dirty/file")).hasContent("committed\n");
        assertThat(report.warnings()).anyMatch(warning -> warning.contains("undid"));
        assertEvidenceHolds(report);
    }

    @Test
    void whatATreeCannotCarryIsListedWithItsReason() throws Exception {
        SnapshotContent content = dump(new KeptStreams());
        assertThat(content.notIncluded()).anyMatch(left -> left.what().equals("plain/pipe"));
        assertThat(content.notIncluded()).anyMatch(left -> left.what().equals("lost+found"));
    }

    @Test
    void aRepositoryWithABrokenObjectIsRefusedUnlessWarnedOnly() throws Exception {
        try (Stream<Path> objects = Files.walk(tree.resolve("config/dirty/.git/objects"))) {
            Path object = objects.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.setAttribute(object, "unix:mode", 0644);
            Files.writeString(object, "broken");
        }
        KeptStreams kept = new KeptStreams();
        SnapshotContent content = dump(kept);
        StoreException refused =
                catchThrowableOfType(StoreException.class, () -> restore(content, kept.source(), false));
        assertThat(refused.reason()).isEqualTo(StoreException.Reason.BLOCKED);
        assertThat(refused).hasMessageContaining("config/dirty").hasMessageContaining("git-check=warn");
        assertThat(fingerprintOfTarget()).isEqualTo("absent");

        RestoreTarget asItWas = new RestoreTarget(target().store(), Map.of("git-check", "warn"));
        RestoreReport report = engine.restore(
                new RestoreRequest("r", asItWas, content, false, soon()), kept.source(), (step, bytes) -> {});
        assertThat(report.warnings()).anyMatch(warning -> warning.contains("git fsck"));
        assertEvidenceHolds(report);
    }
}
