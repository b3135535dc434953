package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.snapledger.posix.ByteName;
import io.snapledger.posix.Directory;
import io.snapledger.stores.Aftermath;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestorePlan;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.LocalCommandRunner;
import io.snapledger.testkit.faults.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that are not a plain directory on a roomy disk, and somebody who is in the way. */
class FilesRestoreTest {

    @TempDir
    Path scratch;

    private Path source;
    private Path target;
    private final KeptStreams kept = new KeptStreams();
    private LocalCommandRunner commands;
    private StoreEngine engine;

    @BeforeEach
    void start() throws Exception {
        source = Files.createDirectory(scratch.resolve("source"));
        target = scratch.resolve("place/target");
        commands = new LocalCommandRunner(scratch.resolve("tools"));
        engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                .of("files");
    }

    @AfterEach
    void stop() {
        commands.close();
    }

    private static Instant soon() {
        return Clock.systemUTC().instant().plus(Duration.ofMinutes(2));
    }

    private static StoreDefinition store(Path path) {
        return new StoreDefinition("s", "files", Map.of("path", path.toString(), "git", "false"));
    }

    private SnapshotContent dump() throws Exception {
        return engine.dump(new DumpRequest(store(source), soon()), kept.sink()).content();
    }

    private RestoreTarget target() {
        return new RestoreTarget(store(target), Map.of());
    }

    private void restore(SnapshotContent content, String id) throws Exception {
        engine.restore(new RestoreRequest(id, target(), content, true, soon()), kept.source(), Progress.IGNORED);
    }

    private static List<String> names(Path directory) throws IOException {
        try (var all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aVolumeMountedBelowTheTargetIsABlockerThatNamesItAndKeepsItsData() throws Exception {
        Files.writeString(source.resolve("top"), "1");
        SnapshotContent content = dump();
        Path place = Files.createDirectories(target.resolve("deep/data"));
        Path volume = Files.createDirectory(scratch.resolve("volume"));
        Files.writeString(volume.resolve("precious"), "written after the backup");
        assumeThat(BindMount.bind(volume, place)).isTrue();
        try {
            assertThat(engine.plan(target(), content).blockers())
                    .anyMatch(blocker -> blocker.contains("'" + place + "' is mounted below"));
            StoreException refused = catchThrowableOfType(StoreException.class, () -> restore(content, "r"));
            assertThat(refused.reason()).isEqualTo(Reason.BLOCKED);
            assertThat(place.resolve("precious")).exists();
            assertThat(engine.aftermath(target(), "r"))
                    .isEqualTo(new Aftermath(Aftermath.Change.NONE, List.of(), List.of()));
        } finally {
            BindMount.unmount(place);
        }
    }

    @Test
    void aTargetThatIsABindMountIsRestoredIntoAsTheDryRunSays() throws Exception {
        Files.writeString(source.resolve("a"), "1");
        Files.setAttribute(source, "unix:mode", 0750);
        SnapshotContent content = dump();
        Files.createDirectories(target);
        assumeThat(BindMount.bind(Files.createDirectory(scratch.resolve("volume")), target))
                .isTrue();
        try {
            Files.writeString(target.resolve("before"), "0");
            RestorePlan plan = engine.plan(target(), content);
            assertThat(plan.possible()).as("blockers %s", plan.blockers()).isTrue();
            assertThat(plan.swaps()).isFalse();
            assertThat(plan.warnings()).anyMatch(warning -> warning.contains("exchanged, name by name"));
            restore(content, "r");
            assertThat(names(target)).containsExactly("a");
            assertThat(names(target.getParent())).containsExactly("target");
            assertThat(Files.getAttribute(target, "unix:mode")).isEqualTo(040750);
        } finally {
            BindMount.unmount(target);
        }
    }

    @Test
    void aTargetThatRunsFullIsToldAsThatWithWhatIsNeededAndFreeAndIsLeftAsItWas() throws Exception {
        assumeThat(SmallDisk.isAvailable()).isTrue();
        for (int i = 0; i < 1_500; i++) {
            Files.writeString(source.resolve("f" + i), "x");
        }
        SnapshotContent content = dump();
        try (SmallDisk disk = SmallDisk.mount(target, 4 << 20)) {
            Files.writeString(target.resolve("before"), "0");
            assertThat(engine.plan(target(), content).warnings())
                    .anyMatch(warning -> warning.contains("bytes free, the restore needs about"));
            StoreException full = catchThrowableOfType(StoreException.class, () -> restore(content, "r"));
            assertThat(full.reason()).isEqualTo(Reason.NO_SPACE);
            assertThat(full).hasMessageContaining("no space left at").hasMessageContaining("bytes are free");
            assertThat(names(target)).containsExactly("before");
            assertThat(engine.aftermath(target(), "r").change()).isEqualTo(Aftermath.Change.NONE);
        }
    }

    @Test
    void contentThatCannotFitIsABlockerBeforehand() throws Exception {
        assumeThat(SmallDisk.isAvailable()).isTrue();
        Files.write(source.resolve("large"), new byte[3 << 20]);
        SnapshotContent content = dump();
        try (SmallDisk disk = SmallDisk.mount(target, 2 << 20)) {
            assertThat(engine.plan(target(), content).blockers())
                    .anyMatch(blocker -> blocker.contains("bytes free, the restore needs"));
        }
    }

    @Test
    void whatARestoreOfAnotherSnapshotLeftIsGoneAfterTheNextOne() throws Exception {
        Files.writeString(source.resolve("a"), "1");
        SnapshotContent content = dump();
        Files.createDirectories(target.getParent());
        try (TargetPlace place = TargetPlace.open(target);
                Workplace killed = Workplace.make(place, "cold-of-another")) {
            Files.writeString(killed.path().resolve("half"), "1");
        }
        assertThat(engine.aftermath(target(), "cold-of-another").left()).hasSize(1);
        restore(content, "cold-of-this");
        assertThat(names(target.getParent())).containsExactly("target");
        assertThat(engine.aftermath(target(), "cold-of-this").change()).isEqualTo(Aftermath.Change.CHANGED);
    }

    /** A link at the target itself is followed on purpose, so each try begins without. */
    private boolean placeIsRemoved() throws IOException {
        try (Directory above = Directory.open(scratch)) {
            TreeRemoval.of(above, ByteName.of("place"));
        }
        return true;
    }

    @Test
    void aRestoreIsNotLedAwayByWhoeverPutsLinksInItsWay() throws Exception {
        for (int i = 0; i < 200; i++) {
            Path directory = Files.createDirectories(source.resolve("d" + i));
            Files.writeString(directory.resolve("f"), "restored");
        }
        SnapshotContent content = dump();
        Path outside = Files.createDirectory(scratch.resolve("outside"));
        Files.createDirectories(target.getParent());
        AtomicBoolean over = new AtomicBoolean();
        Thread swapper = new Thread(() -> {
            while (!over.get()) {
                swapForLinks(target.getParent(), outside);
            }
        });
        swapper.start();
        try {
            for (int i = 0; i < 10; i++) {
                String id = "r" + i;
                await().ignoreExceptions().until(this::placeIsRemoved); // the swapper may put something in it meanwhile
                Files.createDirectory(target.getParent());
                Throwable unused = catchThrowable(() -> restore(content, id)); // it may fail, and must not be led away
            }
        } finally {
            over.set(true);
            swapper.join();
        }
        assertThat(outside).isEmptyDirectory();
    }

    /** Puts a link in the place of each directory that the restore works in. */
    private static void swapForLinks(Path place, Path outside) {
        try (var made = Files.walk(place, 3)) {
            for (Path path : made.filter(Files::isDirectory)
                    .filter(path -> path.toString().contains(Workplace.PREFIX))
                    .toList()) {
                Files.move(path, path.resolveSibling("moved-" + System.nanoTime()));
                Files.createSymbolicLink(path, outside);
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            // it has gone on meanwhile
        }
    }
}
