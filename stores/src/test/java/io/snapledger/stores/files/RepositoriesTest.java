package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.RestoreReport;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories as people have them: with edits Git does not see, broken, borrowing, linked. */
class RepositoriesTest {

    private static final FileTime AN_HOUR_AGO = FileTime.from(Instant.now().minusSeconds(3600));

    @TempDir
    Path scratch;

    private RoundTrip trip;

    @BeforeEach
    void start() throws Exception {
        trip = new RoundTrip(scratch);
    }

    @AfterEach
    void end() {
        trip.close();
    }

    private Path repository(String name, String content) throws Exception {
        return repository(trip.tree.resolve(name), content);
    }

    private static Path repository(Path directory, String content) throws Exception {
        SampleTree.git(Files.createDirectories(directory), "init", "-q", "-b", "main");
        Files.writeString(directory.resolve("file"), content);
        SampleTree.commit(directory, "first");
        return directory;
    }

    private RestoreReport restoreAsItWas() throws Exception {
        DumpReport dumped = trip.dump();
        assertThat(dumped.warnings()).isEmpty();
        assertThat(dumped.content().missed()).isZero();
        RestoreReport restored = trip.restore(dumped.content(), Map.of());
        assertThat(trip.differences(restored)).isEmpty();
        assertThat(restored.warnings()).isEmpty();
        return restored;
    }

    @Test
    void contentThatAFilterMadeStaysContent() throws Exception {
        Path lfs = repository("lfs", "plain");
        SampleTree.git(lfs, "config", "filter.lfs.clean", "sed s/.*/pointer/");
        SampleTree.git(lfs, "config", "filter.lfs.smudge", "sed s/.*/content/");
        Files.writeString(lfs.resolve(".gitattributes"), "*.bin filter=lfs\n");
        Files.writeString(lfs.resolve("model.bin"), "the large content\n");
        SampleTree.commit(lfs, "model");
        Files.setLastModifiedTime(lfs.resolve("model.bin"), AN_HOUR_AGO);
        restoreAsItWas();
        assertThat(trip.restored.resolve("lfs/model.bin")).hasContent("the large content\n");
    }

    @Test
    void lineEndsStayAsTheyWereCheckedOut() throws Exception {
        Path crlf = repository("crlf", "a\nb\n");
        Files.delete(crlf.resolve("file"));
        SampleTree.git(crlf, "-c", "core.autocrlf=true", "reset", "-q", "--hard");
        assertThat(crlf.resolve("file"))
                .hasBinaryContent("a\r\nb\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        restoreAsItWas();
        assertThat(trip.restored.resolve("crlf/file")).hasSameBinaryContentAs(crlf.resolve("file"));
    }

    @Test
    void editsThatGitIsToldNotToSeeAreKept() throws Exception {
        for (String flag : new String[] {"--assume-unchanged", "--skip-worktree"}) {
            Path repository = repository(flag, "default\n");
            SampleTree.git(repository, "update-index", flag, "file");
            Files.writeString(repository.resolve("file"), "local\n");
            Files.setLastModifiedTime(repository.resolve("file"), AN_HOUR_AGO);
        }
        restoreAsItWas();
        assertThat(trip.restored.resolve("--assume-unchanged/file")).hasContent("local\n");
        assertThat(trip.restored.resolve("--skip-worktree/file")).hasContent("local\n");
    }

    @Test
    void aBrokenRefIsToldAtTheBackupAndBlocksTheDryRunUnlessWarnedOnly() throws Exception {
        Path repository = repository("app", "x");
        SampleTree.git(repository, "branch", "side");
        Files.write(repository.resolve(".git/refs/heads/side"), new byte[0]);
        DumpReport dumped = trip.dump();
        assertThat(dumped.warnings())
                .anyMatch(warning -> warning.contains("'app'") && warning.contains("'refs/heads/side'"));
        assertThat(trip.plan(dumped.content(), Map.of()).blockers())
                .anyMatch(blocker -> blocker.contains("'app'") && blocker.contains("git-check=warn"));
        Map<String, String> warn = Map.of("git-check", "warn");
        assertThat(trip.plan(dumped.content(), warn).blockers()).isEmpty();
        assertThat(trip.restore(dumped.content(), warn).warnings()).anyMatch(warning -> warning.contains("'app'"));
        assertThat(trip.restored.resolve("app/.git/refs/heads/side")).isEmptyFile();
    }

    @Test
    void aMissingObjectIsNamedAtTheBackup() throws Exception {
        Path repository = repository("app", "x\n");
        String blob = "587be6b4c3f93f93c489c0111bba5596147a26cb"; // of "x\n"
        Files.delete(repository.resolve(".git/objects/58").resolve(blob.substring(2)));
        DumpReport dumped = trip.dump();
        assertThat(dumped.warnings()).anyMatch(warning -> warning.contains("'app'") && warning.contains(blob));
        assertThat(dumped.content().missed()).isZero(); // it is nowhere
    }

    @Test
    void aRefWithoutItsObjectIsNamedAtTheBackup() throws Exception {
        Path repository = repository("app", "x\n");
        Files.writeString(repository.resolve(".git/refs/heads/lost"), "1234567890123456789012345678901234567890\n");
        assertThat(trip.dump().warnings()).anyMatch(warning -> warning.contains("refs/heads/lost"));
    }

    @Test
    void objectsBorrowedWithinTheTreeAreFoundAlsoWhenTheTreeIsLost() throws Exception {
        Path base = repository("base", "x");
        SampleTree.git(trip.tree, "clone", "-q", "--shared", "--bare", base.toString(), "fork.git");
        DumpReport dumped = trip.dump();
        assertThat(dumped.warnings()).isEmpty();
        Files.move(trip.tree, scratch.resolve("lost"));
        assertThat(trip.restore(dumped.content(), trip.origin()).warnings()).isEmpty();
        SampleTree.git(trip.tree.resolve("fork.git"), "fsck", "--full");
    }

    @Test
    void aCopyThatStillBorrowsFromTheOriginalIsTold() throws Exception {
        Path base = repository("base", "x");
        SampleTree.git(trip.tree, "clone", "-q", "--shared", "--bare", base.toString(), "fork.git");
        assertThat(trip.restore(trip.dump().content(), Map.of()).warnings())
                .anyMatch(warning -> warning.contains("fork.git") && warning.contains("git repack -a -d"));
    }

    @Test
    void objectsBorrowedFromOutsideAreMissedAndTheirDirectoryIsNamed() throws Exception {
        Path pool = repository(scratch.resolve("pool"), "x");
        SampleTree.git(trip.tree, "clone", "-q", "--shared", "--bare", pool.toString(), "fork.git");
        DumpReport dumped = trip.dump();
        assertThat(dumped.content().notIncluded())
                .anyMatch(missed -> missed.cause() == NotIncluded.Cause.MISSED
                        && missed.what().equals("objects of repository fork.git")
                        && missed.reason().contains(pool.toString())
                        && missed.reason().contains("accept-missing"));
        assertThat(trip.plan(dumped.content(), Map.of()).blockers()).anyMatch(blocker -> blocker.contains("fork.git"));
        trip.restore(dumped.content(), Map.of("git-check", "warn"));
        assertThat(trip.restored.resolve("fork.git/HEAD")).exists();
    }

    @Test
    void alternatesOfAWholeRepositoryAreNoLoss() throws Exception {
        Path pool = repository(scratch.resolve("pool"), "x");
        SampleTree.git(trip.tree, "clone", "-q", "--shared", "--bare", pool.toString(), "fork.git");
        SampleTree.git(trip.tree.resolve("fork.git"), "repack", "-a", "-d", "-q");
        DumpReport dumped = trip.dump();
        assertThat(dumped.content().missed()).isZero();
        assertThat(dumped.warnings()).isEmpty();
    }

    @Test
    void aLinkedWorkTreeIsToldToBelongToTheOriginal() throws Exception {
        Path app = repository("app", "x");
        SampleTree.git(app, "worktree", "add", "-q", "../wt", "-b", "wt");
        DumpReport dumped = trip.dump();
        assertThat(dumped.warnings()).isEmpty();
        assertThat(trip.restore(dumped.content(), Map.of()).warnings())
                .anyMatch(warning -> warning.contains("'wt'") && warning.contains("git worktree repair"));
    }

    @Test
    void aWorkTreeWhoseRepositoryLiesOutsideIsToldAtTheBackup() throws Exception {
        Path app = repository(scratch.resolve("app"), "x");
        SampleTree.git(app, "worktree", "add", "-q", trip.tree.resolve("wt").toString(), "-b", "wt");
        assertThat(trip.dump().warnings())
                .anyMatch(warning -> warning.contains("'wt/.git'") && warning.contains(app.toString()));
    }

    @Test
    void whatAPartialCloneNeverHadIsNotMissedAndNothingFetchesIt() throws Exception {
        Path app = repository(scratch.resolve("app"), "x");
        SampleTree.git(app, "config", "uploadpack.allowFilter", "true");
        SampleTree.git(trip.tree, "clone", "-q", "--bare", "--filter=blob:none", "file://" + app, "partial.git");
        DumpReport dumped = trip.dump();
        assertThat(dumped.content().missed()).isZero();
        assertThat(dumped.content().notIncluded())
                .anyMatch(left ->
                        left.what().contains("partial.git") && left.reason().contains("partial clone"));
        assertThat(trip.differences(trip.restore(dumped.content(), Map.of()))).isEmpty();
    }

    @Test
    void aCommitInTheMiddleOfADumpIsToldAndWhatWasDumpedIsKept() throws Exception {
        Path app = repository("app", "before");
        Files.write(app.resolve(".git/large"), new byte[1_000_000]); // read behind the refs and before the work tree
        AtomicBoolean committed = new AtomicBoolean();
        DumpReport dumped =
                trip.dump(name -> new FilterOutputStream(trip.kept.sink().open(name)) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        if (committed.compareAndSet(false, true)) {
                            commit(app, "after");
                        }
                        out.write(bytes, offset, length);
                    }
                });
        assertThat(dumped.warnings())
                .anyMatch(warning -> warning.contains("'app'") && warning.contains("was committed to while"));
        RestoreReport restored = trip.restore(dumped.content(), Map.of());
        assertThat(trip.differences(restored)).isEmpty();
        assertThat(trip.restored.resolve("app/file")).hasContent("after");
        SampleTree.git(trip.restored.resolve("app"), "fsck", "--full");
    }

    private static void commit(Path repository, String content) throws IOException {
        try {
            Files.writeString(repository.resolve("file"), content);
            SampleTree.commit(repository, content);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
