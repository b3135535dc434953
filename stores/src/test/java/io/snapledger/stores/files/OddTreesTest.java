package io.snapledger.stores.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Descent;
import io.snapledger.posix.Directory;
import io.snapledger.posix.RegularFile;
import io.snapledger.posix.Timestamp;
import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.NotIncluded;
import io.snapledger.stores.NotIncluded.Cause;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.command.LocalCommandRunner;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trees that only a system's own calls can tell: whoever may write in a store chooses names, targets, times, depth and holes. What came
 * back is told by find(1) and tar(1).
 */
class OddTreesTest {

    private static final int MANY = 10_000;

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

    private DumpReport dumpAndRestore() throws Exception {
        DumpReport report = trip.dump();
        assertThat(trip.differences(trip.restore(report.content(), Map.of()))).isEmpty();
        return report;
    }

    /** What find(1) says of every entry: name, type, mode, owner, size, time, target. */
    private static List<String> found(Path tree) throws Exception {
        return lines(tree, "find", ".", "-printf", "%P|%y|%m|%U:%G|%T@|%l|%n\\0");
    }

    private static List<String> lines(Path directory, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        assertThat(process.waitFor()).isZero();
        return output.lines()
                .flatMap(line -> List.of(line.split("\0")).stream())
                .sorted()
                .toList();
    }

    private static void file(Directory directory, ByteName name, Timestamp time) throws IOException {
        try (RegularFile file = directory.create(name, 0640)) {
            file.write(name.bytes(), 0, name.bytes().length);
        }
        directory.setTimes(name, time);
    }

    @Test
    void tenThousandNamesOfAnyBytesComeBackByteForByteAlsoByTar() throws Exception {
        Random random = new Random(42);
        try (Directory tree = Directory.open(trip.tree)) {
            for (int i = 0; i < MANY; i++) {
                byte[] name = new byte[4 + random.nextInt(200)];
                for (int at = 0; at < name.length; at++) {
                    int any = 1 + random.nextInt(255);
                    name[at] = (byte) (any == '/' ? 'x' : any);
                }
                file(tree, ByteName.of(name), new Timestamp(random.nextInt(), random.nextInt(1_000_000_000)));
            }
            tree.make(ByteName.of(new byte[] {'d', (byte) 0xfc}), 0750).close();
            tree.symbolicLink(ByteName.of("menu"), ByteName.of(new byte[] {'c', 'a', 'f', (byte) 0xe9}));
            tree.symbolicLink(ByteName.of("current"), ByteName.of("releases/"));
            tree.symbolicLink(ByteName.of("logs"), ByteName.of("/var//log"));
            file(tree, ByteName.of("\ufffdreplacement"), new Timestamp(0, 1));
        }
        DumpReport report = dumpAndRestore();
        assertThat(report.content().missed()).isZero();
        assertThat(report.content().objects()).isEqualTo(MANY + 1);
        assertThat(found(trip.restored)).isEqualTo(found(trip.tree));
        assertThat(found(byTar())).isEqualTo(found(trip.tree));
    }

    /** What GNU tar makes of the archive. */
    private Path byTar() throws Exception {
        Path extracted = Files.createDirectories(scratch.resolve("by-tar"));
        Path archive = scratch.resolve("tree.tar");
        try (var in = trip.kept.source().open(FilesEngine.STREAM)) {
            Files.copy(in, archive);
        }
        SampleTree.run(extracted, "tar", "--extract", "--preserve-permissions", "--file", archive.toString());
        return extracted;
    }

    @Test
    void timesBefore1970AndAfter2262ComeBackToTheNanosecondThoseOfLinksToo() throws Exception {
        try (Directory tree = Directory.open(trip.tree)) {
            file(tree, ByteName.of("a"), new Timestamp(-468_547_200, 500_000_000));
            file(tree, ByteName.of("b"), new Timestamp(-1, 999_999_999));
            file(tree, ByteName.of("c"), new Timestamp(9_467_000_000L, 0));
            file(tree, ByteName.of("d"), new Timestamp(1_700_000_000, 123_456_789));
            tree.symbolicLink(ByteName.of("link"), ByteName.of("x"));
            tree.setTimes(ByteName.of("link"), new Timestamp(981_000_000, 7));
        }
        dumpAndRestore();
        assertThat(found(trip.restored)).isEqualTo(found(trip.tree));
        assertThat(found(byTar())).isEqualTo(found(trip.tree));
    }

    @Test
    void aWrongTimeTargetOrHardLinkIsADifference() throws Exception {
        Files.writeString(trip.tree.resolve("a"), "same");
        Files.createLink(trip.tree.resolve("b"), trip.tree.resolve("a"));
        Files.createSymbolicLink(trip.tree.resolve("link"), Path.of("a"));
        var report = trip.restore(trip.dump().content(), Map.of());
        Path copy = trip.restored.resolve("b");
        SampleTree.run(trip.restored, "sh", "-c", "cp -p b c && mv c b");
        assertThat(trip.differences(report)).isNotEmpty();
        SampleTree.run(trip.restored, "ln", "-f", "a", "b");
        assertThat(trip.differences(report)).isEmpty();
        SampleTree.run(trip.restored, "touch", "-d", "2001-01-01", copy.toString());
        assertThat(trip.differences(report)).isNotEmpty();
        SampleTree.run(trip.restored, "touch", "-r", trip.tree.resolve("a").toString(), "a");
        assertThat(trip.differences(report)).isEmpty();
        SampleTree.run(trip.restored, "ln", "-sfn", "b", "link");
        assertThat(trip.differences(report)).isNotEmpty();
    }

    @Test
    void aFileThatGrowsBetweenTheVisitsOfItsNamesIsOneFileAgain() throws Exception {
        Path log = Files.writeString(trip.tree.resolve("a"), "first\n");
        Files.write(trip.tree.resolve("m"), new byte[3_000_000]);
        Files.createLink(trip.tree.resolve("z"), log);
        SampleTree.run(trip.tree, "sh", "-c", "ln -s somewhere l && ln l z-l");
        AtomicBoolean grown = new AtomicBoolean();
        DumpReport report =
                trip.dump(name -> new FilterOutputStream(trip.kept.sink().open(name)) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        if (grown.compareAndSet(false, true)) {
                            Files.writeString(log, "more\n", StandardOpenOption.APPEND);
                        }
                        out.write(bytes, offset, length);
                    }
                });
        assertThat(trip.differences(trip.restore(report.content(), Map.of()))).isEmpty();
        assertThat(grown).isTrue();
        assertThat(found(trip.restored)).filteredOn(line -> line.endsWith("|2")).hasSizeGreaterThanOrEqualTo(4);
        assertThat(trip.restored.resolve("z")).hasSameTextualContentAs(trip.restored.resolve("a"));
    }

    @Test
    void fiveThousandLevelsComeBack() throws Exception {
        int levels = 5_000;
        try (Descent descent = new Descent(Directory.open(trip.tree))) {
            for (int i = 0; i < levels; i++) {
                descent.enter(ByteName.of("d"), descent.current().make(ByteName.of("d"), 0700));
            }
            descent.current().create(ByteName.of("leaf"), 0600).close();
        }
        try {
            DumpReport report = dumpAndRestore();
            assertThat(report.content().evidence().facts()).containsEntry("tree/directories", Integer.toString(levels));
        } finally {
            SampleTree.run(scratch, "rm", "-rf", "tree/d", "restored/d"); // deeper than what JUnit can remove
        }
    }

    @Test
    void holesTakeNoBytesInTheArchiveAndAreHolesAgain() throws Exception {
        try (Directory tree = Directory.open(trip.tree);
                RegularFile file = tree.create(ByteName.of("image"), 0600)) {
            byte[] data = new byte[1_300_000];
            new Random(1).nextBytes(data);
            file.writeAt(1L << 20, data, 0, data.length);
            file.writeAt(1_200L << 20, data, 0, data.length);
            file.truncate(1_500L << 20);
            tree.create(ByteName.of("all hole"), 0600).close();
        }
        SampleTree.run(trip.tree, "truncate", "-s", "1G", "all hole");
        DumpReport report = dumpAndRestore();
        assertThat(report.content().streams().get(0).bytes()).isLessThan(2_800_000);
        for (Path tree : List.of(trip.restored, byTar())) {
            SampleTree.run(tree, "cmp", "image", trip.tree.resolve("image").toString());
            assertThat(tree.resolve("all hole")).hasSize(1L << 30);
            assertThat(lines(tree, "du", "-sk", ".").get(0)).matches("[0-9]{1,4}\\s.*");
        }
    }

    @Test
    void aStoreWhosePathIsALinkHasTheRightsOfTheDirectory() throws Exception {
        Path real = Files.createDirectories(scratch.resolve("real"));
        Files.writeString(real.resolve("secret"), "s");
        Files.setAttribute(real, "unix:mode", 0700);
        Files.delete(trip.tree);
        Files.createSymbolicLink(trip.tree, real);
        dumpAndRestore();
        assertThat(Files.getAttribute(trip.restored, "unix:mode")).isEqualTo(040700);
    }

    @Test
    void whatHoldsNoDataIsLeftOutAndARescuedFileIsNot() throws Exception {
        SampleTree.run(trip.tree, "mkfifo", "pipe");
        Files.createDirectories(trip.tree.resolve("lost+found"));
        Files.writeString(trip.tree.resolve("lost+found/rescued"), "r");
        DumpReport report = dumpAndRestore();
        assertThat(report.content().notIncluded())
                .filteredOn(left -> left.what().equals("pipe"))
                .extracting(NotIncluded::cause)
                .containsExactly(Cause.INHERENT);
        assertThat(trip.restored.resolve("lost+found/rescued")).hasContent("r");
    }

    @Test
    void aPatternThatMatchesNothingIsAWarning() throws Exception {
        Files.createDirectories(trip.tree.resolve("build"));
        Files.writeString(trip.tree.resolve("top.log"), "x");
        assertThat(dump(trip.tree, "build/, *.log").warnings())
                .anyMatch(warning -> warning.contains("'build/' matches nothing"))
                .noneMatch(warning -> warning.contains("*.log"));
    }

    /** The kernel lets nobody read a file that is only for writing, root neither. */
    @Test
    void whatCannotBeReadIsMissedWithItsReasonAndTheRestIsThere() throws Exception {
        Path settings = Path.of("/proc/sys/net/ipv4/route");
        assumeThat(settings.resolve("flush")).as("a file that nobody may read").exists();
        DumpReport report = dump(settings, "");
        assertThat(report.content().missed()).isEqualTo(1);
        assertThat(report.content().notIncluded())
                .anyMatch(left -> left.cause() == Cause.MISSED
                        && left.what().equals("flush")
                        && left.reason().contains("Permission denied"));
        assertThat(report.content().objects()).isPositive();
    }

    @Test
    void whatIsNotNamedAnyMoreIsStillCounted() {
        Omissions omissions = new Omissions();
        for (int i = 0; i < 1_000; i++) {
            omissions.add(NotIncluded.missed("file " + i, "of a bad disk"));
        }
        assertThat(omissions.list()).hasSize(201);
        assertThat(omissions.list().stream().mapToLong(NotIncluded::count).sum())
                .isEqualTo(1_000);
    }

    private DumpReport dump(Path path, String exclude) throws Exception {
        try (LocalCommandRunner commands = new LocalCommandRunner(scratch.resolve("other tools"))) {
            StoreEngine engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                    .of("files");
            StoreDefinition store =
                    new StoreDefinition("other", "files", Map.of("path", path.toString(), "exclude", exclude));
            return engine.dump(new DumpRequest(store, RoundTrip.later()), new KeptStreams().sink());
        }
    }
}
