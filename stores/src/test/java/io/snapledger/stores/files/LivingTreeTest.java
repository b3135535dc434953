package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapledger.stores.DumpReport;
import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.Evidence;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.Progress;
import io.snapledger.stores.RestoreReport;
import io.snapledger.stores.RestoreRequest;
import io.snapledger.stores.RestoreTarget;
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
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees that change while they are dumped. */
class LivingTreeTest {

    @TempDir
    Path scratch;

    private Path tree;
    private LocalCommandRunner commands;
    private StoreEngine engine;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @BeforeEach
    void start() throws Exception {
        tree = Files.createDirectories(scratch.resolve("tree"));
        commands = new LocalCommandRunner(scratch.resolve("tools"));
        engine = StoreEngines.load(new EngineContext(commands, Clock.systemUTC()))
                .of("files");
    }

    @AfterEach
    void end() {
        commands.close();
    }

    /** Something that goes on until {@link #stop}. */
    private interface Activity {
        void once(int number) throws Exception;
    }

    private Thread goOn(Activity activity) {
        Thread thread = new Thread(() -> {
            try {
                for (int i = 0; !stop.get(); i++) {
                    activity.once(i);
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        thread.start();
        return thread;
    }

    private DumpReport dump(KeptStreams kept) throws Exception {
        StoreDefinition store = new StoreDefinition("tree", "files", Map.of("path", tree.toString()));
        return engine.dump(new DumpRequest(store, later()), kept.sink());
    }

    private RestoreReport restore(DumpReport report, KeptStreams kept, String name) throws Exception {
        RestoreTarget target = new RestoreTarget(
                new StoreDefinition(
                        "back", "files", Map.of("path", scratch.resolve(name).toString())),
                Map.of());
        RestoreReport restored = engine.restore(
                new RestoreRequest(name, target, report.content(), false, later()), kept.source(), Progress.IGNORED);
        assertThat(Evidence.differences(restored.expected(), engine.evidence(target, Optional.of(restored.expected()))))
                .isEmpty();
        return restored;
    }

    private static Instant later() {
        return Clock.systemUTC().instant().plusSeconds(120);
    }

    @Test
    void aRepositoryThatIsCommittedToAndPackedAllTheTimeIsWholeInEveryDump() throws Exception {
        Path repository = Files.createDirectories(tree.resolve("busy"));
        SampleTree.git(repository, "init", "-q", "-b", "main");
        for (int i = 0; i < 20; i++) {
            Files.writeString(repository.resolve("file" + i), "content " + i);
            SampleTree.commit(repository, "before " + i);
        }
        Thread busy = goOn(i -> {
            Files.writeString(repository.resolve("file" + i % 20), "changed " + i);
            SampleTree.commit(repository, "commit " + i);
            SampleTree.git(repository, "branch", "-f", "branch" + i % 7);
            if (i % 5 == 4) {
                SampleTree.git(repository, "-c", "gc.pruneExpire=now", "gc", "-q");
            }
        });
        try {
            for (int i = 0; i < 5; i++) {
                KeptStreams kept = new KeptStreams();
                restore(dump(kept), kept, "back-" + i);
            }
        } finally {
            stop.set(true);
            busy.join();
        }
        assertThat(failure.get()).isNull();
    }

    @Test
    void aFileThatGrowsIsTold() throws Exception {
        Path log = tree.resolve("log");
        Files.write(log, new byte[20_000_000]);
        KeptStreams kept = new KeptStreams();
        StoreDefinition store = new StoreDefinition("tree", "files", Map.of("path", tree.toString()));

        DumpReport report = engine.dump(
                new DumpRequest(store, later()),
                name -> new FilterOutputStream(kept.sink().open(name)) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                        out.write(bytes, offset, length);
                        Files.write(log, new byte[] {1}, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
                    }
                });

        assertThat(report.warnings()).anyMatch(warning -> warning.contains("'log' changed"));
        restore(report, kept, "back");
    }

    @Test
    void aFileThatChangedOnceIsReadAgainAndTheLaterOneCounts() throws Exception {
        Path file = tree.resolve("a");
        Files.write(file, new byte[3_000_000]);
        Files.writeString(tree.resolve("b"), "b");
        KeptStreams kept = new KeptStreams();
        AtomicBoolean changed = new AtomicBoolean();
        DumpReport report = engine.dump(
                new DumpRequest(new StoreDefinition("tree", "files", Map.of("path", tree.toString())), later()),
                name -> new java.io.FilterOutputStream(kept.sink().open(name)) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws java.io.IOException {
                        if (changed.compareAndSet(false, true)) {
                            Files.writeString(file, "short now");
                        }
                        out.write(bytes, offset, length);
                    }
                });
        assertThat(report.warnings()).isEmpty();
        restore(report, kept, "back");
        assertThat(scratch.resolve("back/a")).hasContent("short now");
    }

    @Test
    void whatTheOptionExcludesStaysOut() throws Exception {
        Files.createDirectories(tree.resolve("cache/deep"));
        Files.writeString(tree.resolve("cache/deep/x"), "x");
        Files.writeString(tree.resolve("keep"), "x");
        StoreDefinition store =
                new StoreDefinition("tree", "files", Map.of("path", tree.toString(), "exclude", "cache, *.tmp"));
        DumpReport report = engine.dump(new DumpRequest(store, later()), new KeptStreams().sink());
        assertThat(report.content().evidence().facts()).containsEntry("tree/files", "1");
        assertThat(report.content().notIncluded()).anyMatch(left -> left.what().equals("cache"));
    }
}
