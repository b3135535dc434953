package io.snapledger.stores.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snapledger.stores.DumpRequest;
import io.snapledger.stores.EngineContext;
import io.snapledger.stores.KeptStreams;
import io.snapledger.stores.ProtectedPaths;
import io.snapledger.stores.RestoreTarget;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreDefinition;
import io.snapledger.stores.StoreEngine;
import io.snapledger.stores.StoreEngines;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.command.LocalCommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody asks to back up, or to restore over, what the product or the machine lives on. */
class ForbiddenPlacesTest {

    @TempDir
    Path scratch;

    private Path data;
    private LocalCommandRunner commands;
    private StoreEngine engine;

    @BeforeEach
    void start() throws Exception {
        data = Files.createDirectories(scratch.resolve("project/snapledger-data"));
        Files.createDirectories(data.resolve("keys"));
        Files.writeString(scratch.resolve("project/file"), "1");
        commands = new LocalCommandRunner(scratch.resolve("tools"));
        engine = StoreEngines.load(new EngineContext(
                        commands, Clock.systemUTC(), ProtectedPaths.of(Map.of("the data directory", data))))
                .of("files");
    }

    @AfterEach
    void stop() {
        commands.close();
    }

    private static StoreDefinition store(Path path, String exclude) {
        return new StoreDefinition("s", "files", Map.of("path", path.toString(), "git", "false", "exclude", exclude));
    }

    private SnapshotContent dump(StoreDefinition store) throws Exception {
        return engine.dump(
                        new DumpRequest(store, Clock.systemUTC().instant().plus(Duration.ofMinutes(1))),
                        new KeptStreams().sink())
                .content();
    }

    private void assertIsNoTarget(Path target) throws Exception {
        SnapshotContent content = dump(store(scratch.resolve("project"), "snapledger-data"));
        assertThat(engine.plan(new RestoreTarget(store(target, ""), Map.of()), content)
                        .blockers())
                .as("blockers of %s", target)
                .anyMatch(blocker -> blocker.contains("'" + Trees.real(target) + "'")
                        && (blocker.contains("the data directory") || blocker.contains("the operating system")));
    }

    @Test
    void aStoreThatHoldsTheDataDirectoryIsRefusedWithTheExcludeThatHelps() throws Exception {
        StoreDefinition store = store(scratch.resolve("project"), "");
        assertThat(engine.probe(store).problems()).anyMatch(problem -> problem.contains("exclude: snapledger-data"));
        assertThatThrownBy(() -> dump(store))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("contains the data directory '" + data + "'")
                .hasMessageContaining("exclude: snapledger-data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapledger-data", "snapledger-data/**", "snapledger-*"})
    void whatIsExcludedDoesNoHarm(String exclude) throws Exception {
        StoreDefinition store = store(scratch.resolve("project"), exclude);
        assertThat(engine.probe(store).problems()).isEmpty();
        assertThat(dump(store).objects()).isEqualTo(1);
    }

    @Test
    void aStoreInTheDataDirectoryIsRefused() {
        assertThatThrownBy(() -> dump(store(data.resolve("keys"), "")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("lies in the data directory");
    }

    @Test
    void noRestoreGoesIntoTheDataDirectoryOrAroundIt() throws Exception {
        assertIsNoTarget(data);
        assertIsNoTarget(data.resolve("keys"));
        assertIsNoTarget(data.resolve("new/deep"));
        assertIsNoTarget(scratch.resolve("project"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/etc",
                "/usr",
                "/bin",
                "/lib",
                "/boot",
                "/boot/x",
                "/dev",
                "/proc",
                "/proc/sys",
                "/sys",
                "/run",
                "/var",
                "/tmp",
                "/usr/bin"
            })
    void noRestoreReplacesWhatTheMachineRunsOn(String path) throws Exception {
        assertIsNoTarget(Path.of(path));
    }

    @Test
    void aLinkToAForbiddenPlaceIsNoWayIn() throws Exception {
        Path link = Files.createSymbolicLink(scratch.resolve("door"), Path.of("/etc"));
        SnapshotContent content = dump(store(scratch.resolve("project"), "snapledger-data"));
        assertThat(engine.plan(new RestoreTarget(store(link, ""), Map.of()), content)
                        .blockers())
                .anyMatch(blocker -> blocker.contains("'/etc'"));
    }

    @Test
    void aBindMountOfAForbiddenPlaceIsNoWayIn() throws Exception {
        Path mounted = Files.createDirectory(scratch.resolve("mounted"));
        Assumptions.assumeThat(BindMount.bind(Path.of("/etc"), mounted)).isTrue();
        try {
            assertIsNoTarget(mounted);
        } finally {
            BindMount.unmount(mounted);
        }
    }
}
