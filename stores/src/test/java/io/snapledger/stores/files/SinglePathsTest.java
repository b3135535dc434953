package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.BytePath;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.stores.Aftermath;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestorePlan.Action;
import io.snapledger.stores.RestorePlan.Change;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSource;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores of single paths of a tree, alone and into what is there. */
class SinglePathsTest {

    @TempDir
    Path scratch;

    private RoundTrip trip;
    private Path tree;
    private Path restored;

    @BeforeEach
    void start() throws Exception {
        trip = new RoundTrip(scratch);
        tree = trip.tree;
        restored = trip.restored;
    }

    @AfterEach
    void end() {
        trip.close();
        assertThat(scratch.resolve("tools")).isEmptyDirectory();
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private RestoreTarget only(String... paths) {
        return new RestoreTarget(
                new StoreDefinition("restored", "files", Map.of("path", restored.toString())),
                Map.of(),
                List.of(paths));
    }

    private RestoreReport restore(SnapshotContent content, String... paths) throws Exception {
        RestoreReport report = trip.restore(content, only(paths));
        assertThat(differences(report, paths)).isEmpty();
        return report;
    }

    private RestoreReport replace(SnapshotContent content, String... paths) throws Exception {
        return trip.engine.restore(
                new RestoreRequest("again", only(paths), content, true, RoundTrip.later()),
                trip.kept.source(),
                Progress.IGNORED);
    }

    private List<Evidence.Difference> differences(RestoreReport report, String... paths) throws Exception {
        return Evidence.differences(
                report.expected(), trip.engine.evidence(only(paths), Optional.of(report.expected())));
    }

    private StoreException refused(SnapshotContent content, String... paths) {
        return catchThrowableOfType(StoreException.class, () -> trip.restore(content, only(paths)));
    }

    private RestorePlan plan(SnapshotContent content, String... paths) throws Exception {
        return trip.engine.plan(only(paths), content, trip.kept.source());
    }

    /** What find(1) says of all entries: name, type, mode, owner, time, target, of files the number of names. */
    private static List<String> found(Path root) throws Exception {
        Process find = new ProcessBuilder("find", ".", "-mindepth", "1", "-printf", "%P|%y|%m|%U:%G|%T@|%l|%n\\0")
                .directory(root.toFile())
                .start();
        String output = new String(find.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(find.waitFor()).isZero();
        return Arrays.stream(output.split("\0"))
                .filter(line -> !line.isEmpty())
                .map(line -> line.contains("|d|") ? line.substring(0, line.lastIndexOf('|')) : line)
                .sorted()
                .toList();
    }

    private List<String> names() throws Exception {
        return found(restored).stream()
                .map(line -> line.substring(0, line.indexOf('|')))
                .sorted()
                .toList();
    }

    @Test
    void aFileComesAloneWithTheDirectoriesAboveItAsTheyWere() throws Exception {
        write(tree.resolve("a/b/file"), "wanted");
        write(tree.resolve("a/b/other"), "not wanted");
        write(tree.resolve("a/c"), "not wanted");
        Files.setAttribute(tree.resolve("a"), "unix:mode", 0710);
        Files.setAttribute(tree.resolve("a/b"), "unix:mode", 01750);
        Files.setAttribute(tree, "unix:mode", 0711);
        Files.setLastModifiedTime(tree.resolve("a"), FileTime.fromMillis(1_000_000_000_001L));
        SnapshotContent content = trip.dump().content();

        RestoreReport report = restore(content, "a/b/file");

        assertThat(names()).containsExactly("a", "a/b", "a/b/file");
        assertThat(found(tree)).containsAll(found(restored));
        assertThat(Files.getAttribute(restored, "unix:mode")).isEqualTo(040711);
        assertThat(report.done()).containsExactly(new Change(Action.CREATE, "'a/b/file' in " + restored));
        assertThat(report.expected().facts()).containsEntry("part/files", "1").containsEntry("part/bytes", "6");
    }

    @Test
    void directoriesComeWithAllBelowThemAndSeveralPathsAtOnce() throws Exception {
        SampleTree.fill(tree);
        SnapshotContent content = trip.dump().content();
        restore(content, "plain", "plain/random", "config/dirty/file", "config/sockshop/.git/refs");
        assertThat(found(restored.resolve("plain")))
                .isEqualTo(found(tree.resolve("plain")).stream()
                        .filter(line -> !line.startsWith("pipe|"))
                        .toList());
        assertThat(restored.resolve("config/dirty/file")).hasContent("edited, not committed\n");
        assertThat(restored.resolve("config/dirty/.git")).doesNotExist();
        assertThat(restored.resolve("config/sockshop/.git/refs/heads/after-packing"))
                .hasSameBinaryContentAs(tree.resolve("config/sockshop/.git/refs/heads/after-packing"));
        assertThat(restored.resolve("config/sockshop/.git/HEAD")).doesNotExist();
    }

    @Test
    void anySelectionIsWhatTheTreeHasThere() throws Exception {
        SampleTree.fill(tree);
        SnapshotContent content = trip.dump().content();
        List<String> paths = new ArrayList<>();
        trip.engine.list(content, trip.kept.source(), entry -> paths.add(entry.path()));
        Random random = new Random(11);
        for (int i = 0; i < 15; i++) {
            String[] some = random.ints(1 + random.nextInt(8), 0, paths.size())
                    .mapToObj(paths::get)
                    .toArray(String[]::new);
            restored = scratch.resolve("restored-" + i);
            restore(content, some);
            TreeSelection selection =
                    new TreeSelection(Arrays.stream(some).map(BytePath::parse).toList());
            List<String> expected = paths.stream()
                    .filter(path -> selection.touches(BytePath.parse(path)))
                    .toList();
            List<String> made = new ArrayList<>();
            for (String name : names()) {
                made.add(BytePath.of(name.getBytes(StandardCharsets.ISO_8859_1)).text());
            }
            assertThat(made).as("%s", List.of(some)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void noMoreOfTheArchiveIsReadThanThePathsNeed() throws Exception {
        for (int i = 0; i < 40; i++) {
            byte[] content = new byte[1_000_000];
            new Random(i).nextBytes(content);
            Files.write(tree.resolve(String.format("%02d", i)), content);
        }
        SnapshotContent content = trip.dump().content();
        CountingSource source = new CountingSource(trip.kept.all());
        trip.engine.restore(
                new RestoreRequest("r", only("07", "31"), content, false, RoundTrip.later()), source, Progress.IGNORED);
        assertThat(names()).containsExactly("07", "31");
        assertThat(restored.resolve("31")).hasSameBinaryContentAs(tree.resolve("31"));
        long index = trip.kept.all().get(TreeIndex.STREAM).length;
        assertThat(source.read).isLessThan(2_000_000 + 2 * 128 * 1024 + index);

        CountingSource planned = new CountingSource(trip.kept.all());
        RestorePlan plan = trip.engine.plan(only("07"), content, planned);
        assertThat(planned.read).isEqualTo(index);
        assertThat(plan.requiredBytes().orElseThrow()).isBetween(1_000_000L, 1_100_000L);
    }

    /** Streams that can be opened anywhere. */
    private static final class CountingSource implements StreamSource {

        private final Map<String, byte[]> streams;
        private long read;

        CountingSource(Map<String, byte[]> streams) {
            this.streams = streams;
        }

        @Override
        public InputStream open(String name) {
            return open(name, 0);
        }

        @Override
        public InputStream open(String name, long offset) {
            byte[] bytes = streams.get(name);
            return new FilterInputStream(new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset)) {
                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    int got = super.read(into, from, length);
                    read += Math.max(0, got);
                    return got;
                }
            };
        }
    }

    @Test
    void hardLinksWhoseFirstNameIsOutsideHaveTheContentAndAreOneFile() throws Exception {
        write(tree.resolve("first"), "shared");
        Files.createDirectory(tree.resolve("links"));
        Files.createLink(tree.resolve("links/one"), tree.resolve("first"));
        Files.createLink(tree.resolve("links/two"), tree.resolve("first"));
        Files.createSymbolicLink(tree.resolve("a-link"), Path.of("anywhere"));
        Files.createLink(tree.resolve("links/of-a-link"), tree.resolve("a-link"));
        SnapshotContent content = trip.dump().content();

        RestoreReport report = restore(content, "links");

        assertThat(names()).containsExactly("links", "links/of-a-link", "links/one", "links/two");
        assertThat(restored.resolve("links/two")).hasContent("shared");
        assertThat(Files.getAttribute(restored.resolve("links/one"), "unix:ino"))
                .isEqualTo(Files.getAttribute(restored.resolve("links/two"), "unix:ino"));
        assertThat(Files.readSymbolicLink(restored.resolve("links/of-a-link"))).isEqualTo(Path.of("anywhere"));
        assertThat(report.expected().facts().get("part/hard-links")).startsWith("1 ");
        assertThat(Files.getLastModifiedTime(restored.resolve("links/one")))
                .isEqualTo(Files.getLastModifiedTime(tree.resolve("first")));

        restored = scratch.resolve("one alone");
        restore(content, "links/two", "first");
        assertThat(Files.getAttribute(restored.resolve("first"), "unix:nlink")).isEqualTo(2);
    }

    @Test
    void aPathThatTheSnapshotDoesNotHoldIsRefusedBeforeAnythingIsMade() throws Exception {
        write(tree.resolve("a/file"), "x");
        SnapshotContent content = trip.dump().content();
        restored = scratch.resolve("not/there");
        for (String path : List.of("a/fil", "a/file/x", "A", "a/file\\x20")) {
            StoreException planned = catchThrowableOfType(StoreException.class, () -> plan(content, "a/file", path));
            assertThat(planned.reason()).isEqualTo(Reason.BAD_OPTIONS);
            assertThat(planned).hasMessageContaining("does not hold");
            assertThat(refused(content, "a/file", path).reason()).isEqualTo(Reason.BAD_OPTIONS);
        }
        assertThat(scratch.resolve("not")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "/a", "a/", "a//b", ".", "", "a\\", "a\\xZZ", "a\\x00"})
    void whatIsNoPathIsRefused(String path) throws Exception {
        write(tree.resolve("a"), "x");
        SnapshotContent content = trip.dump().content();
        assertThat(refused(content, path).reason()).isEqualTo(Reason.BAD_OPTIONS);
        assertThat(restored).doesNotExist();
    }

    @Test
    void namesThatAreNoTextAreGivenAsTheyAreListed() throws Exception {
        ByteName odd = ByteName.of(new byte[] {'r', (byte) 0xe9, '\n', '\\', (byte) 0xff});
        try (Directory root = Directory.open(tree);
                RegularFile file = root.create(odd, 0600)) {
            file.write(new byte[] {1}, 0, 1);
        }
        Files.writeString(tree.resolve("other"), "x");
        SnapshotContent content = trip.dump().content();
        restore(content, "r\\xE9\\x0A\\x5C\\xFF");
        try (Directory root = Directory.open(restored)) {
            assertThat(root.names()).containsExactly(odd);
        }
    }

    @Test
    void whatIsBesideThePathsStaysAsItIs() throws Exception {
        write(tree.resolve("docs/a.txt"), "of the snapshot");
        write(tree.resolve("docs/new/deep/b"), "of the snapshot");
        write(tree.resolve("lib/c"), "of the snapshot");
        SnapshotContent content = trip.dump().content();
        write(restored.resolve("docs/a.txt"), "here before");
        write(restored.resolve("docs/mine"), "here before");
        Files.setAttribute(restored.resolve("docs"), "unix:mode", 0751);
        Files.setLastModifiedTime(restored.resolve("docs"), FileTime.fromMillis(5_000));
        List<String> before = found(restored);

        assertThat(plan(content, "docs/a.txt").fresh()).isFalse();
        assertThat(refused(content, "docs/new", "docs/a.txt").reason()).isEqualTo(Reason.NOT_FRESH);
        assertThat(found(restored)).isEqualTo(before);

        RestorePlan free = plan(content, "docs/new/deep/b", "lib");
        assertThat(free.fresh()).as(free.freshness()).isTrue();
        assertThat(free.swaps()).isTrue();
        restore(content, "docs/new/deep/b", "lib");
        assertThat(found(restored)).containsAll(before);

        RestoreReport replaced = replace(content, "docs/a.txt");
        assertThat(replaced.done()).containsExactly(new Change(Action.REPLACE, "'docs/a.txt' in " + restored));
        assertThat(restored.resolve("docs/a.txt")).hasContent("of the snapshot");
        assertThat(restored.resolve("docs/mine")).hasContent("here before");
        assertThat(Files.getLastModifiedTime(restored.resolve("docs")).toMillis())
                .isEqualTo(5_000);
        assertThat(differences(replaced, "docs/a.txt")).isEmpty();
        assertThat(trip.engine.aftermath(only("docs/a.txt"), "again").changed())
                .containsExactly("[docs/a.txt] of directory '" + restored + "' was replaced by what was restored");
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws IOException {
        try (var all = Files.walk(scratch)) {
            assertThat(all.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(Workplace.PREFIX));
        }
    }

    @Test
    void aDirectoryThatIsThereIsReplacedAsAWhole() throws Exception {
        write(tree.resolve("d/a"), "of the snapshot");
        SnapshotContent content = trip.dump().content();
        write(restored.resolve("d/extra"), "here before");
        replace(content, "d");
        assertThat(names()).containsExactly("d", "d/a");
    }

    @Test
    void aFileOrLinkWhereADirectoryShouldBeIsABlocker() throws Exception {
        write(tree.resolve("d/e/a"), "x");
        SnapshotContent content = trip.dump().content();
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Files.createDirectory(restored);
        Files.createSymbolicLink(restored.resolve("d"), outside);
        assertThat(plan(content, "d/e/a").blockers()).anyMatch(text -> text.contains("'d' is there and is a symbolic"));
        assertThat(refused(content, "d/e/a").reason()).isEqualTo(Reason.BLOCKED);
        assertThat(outside).isEmptyDirectory();
        replace(content, "d");
        assertThat(restored.resolve("d/e/a")).hasContent("x");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void aMountIsInTheWayOnlyWhereThePathsAre() throws Exception {
        write(tree.resolve("a/b/c"), "x");
        write(tree.resolve("other"), "x");
        SnapshotContent content = trip.dump().content();
        Path place = Files.createDirectories(restored.resolve("a"));
        assumeThat(BindMount.bind(Files.createDirectory(scratch.resolve("volume")), place))
                .isTrue();
        try {
            assertThat(plan(content, "a/b/c").blockers()).anyMatch(text -> text.contains("is mounted below"));
            assertThat(plan(content, "a").blockers()).anyMatch(text -> text.contains("is mounted below"));
            restore(content, "other");
            assertThat(restored.resolve("other")).hasContent("x");
        } finally {
            BindMount.unmount(place);
        }
    }

    @Test
    void aTargetThatIsAMountPointTakesSinglePaths() throws Exception {
        write(tree.resolve("a/b"), "x");
        SnapshotContent content = trip.dump().content();
        Files.createDirectory(restored);
        assumeThat(BindMount.bind(Files.createDirectory(scratch.resolve("volume")), restored))
                .isTrue();
        try {
            write(restored.resolve("before"), "0");
            restore(content, "a/b");
            assertThat(names()).containsExactly("a", "a/b", "before");
        } finally {
            BindMount.unmount(restored);
        }
    }

    @Test
    void aRepositoryAsAWholeIsCheckedAndItsRefsAreEvidence() throws Exception {
        SampleTree.fill(tree);
        Path alone = Files.createDirectories(tree.resolve("config/borrower.git"));
        SampleTree.git(alone, "clone", "-q", "--bare", "--shared", "../bare.git", ".");
        SnapshotContent content = trip.dump().content();
        RestoreReport report = restore(content, "config/sockshop");
        assertThat(report.expected().namesBelow("repository")).containsExactly(Evidence.path("config/sockshop/.git"));
        SampleTree.git(restored.resolve("config/sockshop"), "fsck", "--strict");
        SampleTree.git(restored.resolve("config/sockshop"), "update-ref", "refs/heads/staging", "main");
        assertThat(differences(report, "config/sockshop")).isNotEmpty();

        restored = scratch.resolve("work tree alone");
        assertThat(restore(content, "config/sockshop/values.yaml").expected().below("repository"))
                .isEmpty();

        restored = scratch.resolve("without what it borrows");
        StoreException broken = refused(content, "config/borrower.git");
        assertThat(broken.reason()).isEqualTo(Reason.DIFFERENT);
        assertThat(broken).hasMessageContaining("config/borrower.git");
        assertThat(restored).doesNotExist();
        restore(content, "config/borrower.git", "config/bare.git");
    }

    @Test
    void aSnapshotOlderThanIndexesGivesSinglePathsToo() throws Exception {
        SampleTree.fill(tree);
        SnapshotContent old = FilesListTest.withoutIndex(trip.dump().content());
        assertThat(plan(old, "plain").warnings()).anyMatch(text -> text.contains("older than indexes"));
        restore(old, "plain/second name", "config/sockshop");
        assertThat(restored.resolve("plain/second name")).hasSameBinaryContentAs(tree.resolve("plain/random"));
        assertThat(refused(old, "plain/none").reason()).isEqualTo(Reason.BAD_OPTIONS);
    }

    @Test
    void holesAndFilesReadAgainComeBack() throws Exception {
        try (Directory root = Directory.open(tree);
                RegularFile file = root.create(ByteName.of("sparse"), 0600)) {
            file.writeAt(5 << 20, new byte[] {1, 2, 3}, 0, 3);
            file.truncate(9 << 20);
        }
        Path changing = tree.resolve("changing");
        Files.write(changing, new byte[2_000_000]);
        boolean[] changed = new boolean[1];
        SnapshotContent content = trip.dump(
                        name -> new java.io.FilterOutputStream(trip.kept.sink().open(name)) {
                            @Override
                            public void write(byte[] bytes, int offset, int length) throws IOException {
                                if (!changed[0]) {
                                    changed[0] = true;
                                    Files.writeString(changing, "short now");
                                }
                                out.write(bytes, offset, length);
                            }
                        })
                .content();
        restore(content, "changing", "sparse");
        assertThat(restored.resolve("changing")).hasContent("short now");
        assertThat(restored.resolve("sparse")).hasSameBinaryContentAs(tree.resolve("sparse"));
        try (Directory root = Directory.open(restored)) {
            assertThat(root.status(ByteName.of("sparse")).blocks() * 512).isLessThan(1 << 20);
        }
    }

    @Test
    void theEvidenceIsOfThePathsAlone() throws Exception {
        write(tree.resolve("a/in"), "1");
        write(tree.resolve("out"), "1");
        SnapshotContent content = trip.dump().content();
        RestoreReport report = restore(content, "a");
        write(restored.resolve("out"), "something else");
        assertThat(differences(report, "a")).isEmpty();
        Files.writeString(restored.resolve("a/in"), "2");
        assertThat(differences(report, "a"))
                .extracting(Evidence.Difference::fact)
                .contains("part/digest");
        Files.writeString(restored.resolve("a/more"), "");
        assertThat(differences(report, "a"))
                .extracting(Evidence.Difference::fact)
                .contains("part/files");
    }

    /** Writes the index anew, changed. */
    private void forge(SnapshotContent content, java.util.function.UnaryOperator<IndexEntry> change) throws Exception {
        var out = new java.io.ByteArrayOutputStream();
        try (EntrySorter sorter = new EntrySorter(trip.commands, IndexEntry.BY_PATH)) {
            new SnapshotIndex(content, trip.kept.source(), trip.commands)
                    .tell(entry -> sorter.add(change.apply(entry)));
            TreeIndex.write(sorter, out);
        }
        trip.kept.all().put(TreeIndex.STREAM, out.toByteArray());
    }

    private static IndexEntry at(IndexEntry entry, long offset) {
        return new IndexEntry(
                entry.path(),
                entry.type(),
                entry.attributes(),
                entry.content(),
                entry.target(),
                new IndexEntry.Place(
                        entry.isHardLink() ? entry.place().offset() : offset,
                        entry.place().firstName(),
                        offset),
                entry.counted());
    }

    private void assertDamaged(SnapshotContent content, String... paths) throws Exception {
        StoreException refused = refused(content, paths);
        assertThat(refused).as("%s", List.of(paths)).isNotNull();
        assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
        assertThat(restored).doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void anIndexThatLeadsToOtherPlacesOfTheArchiveIsRefused() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            write(tree.resolve(name), "same size " + name);
        }
        Files.createLink(tree.resolve("link"), tree.resolve("b"));
        SnapshotContent content = trip.dump().content();
        List<IndexEntry> honest = new ArrayList<>();
        new SnapshotIndex(content, trip.kept.source(), trip.commands).tell(honest::add);
        byte[] index = trip.kept.all().get(TreeIndex.STREAM);
        long length = trip.kept.all().get(FilesEngine.STREAM).length;
        for (long offset = 0; offset < length; offset += 512) {
            long there = offset;
            for (String name : List.of("a", "link")) {
                IndexEntry entry = honest.stream()
                        .filter(one -> one.path().equals(BytePath.of(name)))
                        .findFirst()
                        .orElseThrow();
                if (entry.place().contentOffset() != offset) {
                    forge(content, one -> one.path().equals(entry.path()) ? at(one, there) : one);
                    assertDamaged(content, name);
                    trip.kept.all().put(TreeIndex.STREAM, index);
                }
            }
        }
        restore(content, "a", "link");
    }

    @Test
    void anIndexThatTellsOfAnotherTreeThanTheEvidenceIsRefused() throws Exception {
        write(tree.resolve("a"), "x");
        write(tree.resolve("b"), "x");
        Files.createSymbolicLink(tree.resolve("l"), Path.of("a"));
        SnapshotContent content = trip.dump().content();
        byte[] index = trip.kept.all().get(TreeIndex.STREAM);
        forge(
                content,
                one -> one.path().equals(BytePath.of("l"))
                        ? new IndexEntry(
                                one.path(),
                                one.type(),
                                one.attributes(),
                                null,
                                ByteName.of("/etc/passwd"),
                                one.place(),
                                one.counted())
                        : one);
        assertDamaged(content, "l");
        assertDamaged(content, "b"); // the whole index is of no worth then
        trip.kept.all().put(TreeIndex.STREAM, index);
        restore(content, "l");
    }

    @Test
    void contentThatIsAnotherThanTheEvidenceKnowsIsRefused() throws Exception {
        write(tree.resolve("a"), "genuine");
        SnapshotContent content = trip.dump().content();
        byte[] archive = trip.kept.all().get(FilesEngine.STREAM);
        String text = new String(archive, StandardCharsets.ISO_8859_1);
        archive[text.indexOf("genuine")] = 'G';
        assertThat(refused(content, "a").reason()).isEqualTo(Reason.DIFFERENT);
        assertThat(restored).doesNotExist();
    }

    @Test
    void damageOnTheWayLeavesTheTargetAsItWas() throws Exception {
        write(tree.resolve("d/a"), "x".repeat(10_000));
        SnapshotContent content = trip.dump().content();
        write(restored.resolve("d/a"), "here before");
        List<String> before = found(restored);
        for (String stream : List.of(TreeIndex.STREAM, FilesEngine.STREAM)) {
            for (int at : List.of(0, 9, 40)) {
                for (StreamSource source : List.of(trip.kept.damaged(stream, at), trip.kept.cut(stream, at))) {
                    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> trip.engine.restore(
                                    new RestoreRequest("r", only("d"), content, true, RoundTrip.later()),
                                    source,
                                    Progress.IGNORED)))
                            .as("%s at %s", stream, at)
                            .isInstanceOfAny(StoreException.class, IOException.class);
                    assertThat(found(restored)).isEqualTo(before);
                    assertNothingIsLeft();
                }
            }
        }
    }

    @Test
    void whatAKilledExchangeOfPathsDidIsTakenBackByTheNextRestore() throws Exception {
        write(tree.resolve("a"), "of the snapshot");
        write(tree.resolve("n/b"), "of the snapshot");
        SnapshotContent content = trip.dump().content();
        write(restored.resolve("a"), "here before");
        List<String> before = found(restored);
        List<Slot> slots = List.of(new Slot(BytePath.of("a"), true), new Slot(BytePath.of("n"), false));
        try (TargetPlace place = TargetPlace.open(restored);
                Workplace killed = Workplace.make(place, "killed")) {
            write(killed.path().resolve("a"), "half");
            write(killed.path().resolve("n/b"), "half");
            killed.exchange(slots);
            // as if it had been killed before it could say that all was done
            Path mark = killed.path().resolveSibling("restore");
            Files.writeString(mark, Files.readString(mark).replace("done\n", ""));
            Files.move(restored.resolve("n"), killed.path().resolve("n"));
        }
        assertThat(trip.engine.aftermath(only("a", "n"), "killed").change()).isEqualTo(Aftermath.Change.CHANGED);
        assertThat(refused(content, "a").reason()).isEqualTo(Reason.NOT_FRESH);
        assertThat(found(restored)).isEqualTo(before);
        assertNothingIsLeft();
    }

    @Test
    void pathsThatSomebodyMakesMeanwhileAreNotReplaced() throws Exception {
        write(tree.resolve("d/a"), "of the snapshot");
        SnapshotContent content = trip.dump().content();
        Files.createDirectory(restored);
        StreamSource racing = name -> {
            if (name.equals(FilesEngine.STREAM)) {
                write(restored.resolve("d/mine"), "made meanwhile");
            }
            return trip.kept.source().open(name);
        };
        StoreException refused =
                catchThrowableOfType(StoreException.class, () -> trip.restore(content, only("d/a"), racing));
        assertThat(refused.reason()).isEqualTo(Reason.NOT_FRESH);
        assertThat(names()).containsExactly("d", "d/mine");
        assertNothingIsLeft();
    }
}
