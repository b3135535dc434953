package io.snapledger.stores.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCommandRunnerTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path scratch;

    private LocalCommandRunner runner;
    private final String mark = "mark" + UUID.randomUUID().toString().replace("-", "");

    @BeforeEach
    void start() throws IOException {
        runner = new LocalCommandRunner(scratch);
    }

    @AfterEach
    void nothingStays() {
        runner.close();
        awaitNoProcess();
        assertThat(scratch).isEmptyDirectory();
    }

    private Command shell(String script) {
        return Command.of(LONG, "sh", "-c", script, mark);
    }

    @Test
    void outputErrorsAndCodeComeBack() throws Exception {
        try (RunningCommand run = runner.start(shell("echo out; echo bad >&2; exit 7"))) {
            RunningCommand.Result result = run.collect();
            assertThat(result.output()).isEqualTo("out\n");
            assertThat(result.exit().code()).isEqualTo(7);
            assertThat(result.exit().errors()).isEqualTo("bad");
        }
    }

    @Test
    void inputReachesTheTool() throws Exception {
        try (RunningCommand run = runner.start(shell("wc -c").with(new Input.UntilClosed()))) {
            run.input().write(new byte[100_000]);
            run.input().close();
            assertThat(run.collect().output().strip()).isEqualTo("100000");
        }
    }

    @Test
    void onlyTellingErrorLinesAreKeptAndNotTooMany() throws Exception {
        Command noisy = shell("for i in $(seq 1 20000); do echo \"ERROR $i\" >&2; echo \"secret row $i\" >&2; done")
                .keepingErrorLines(line -> line.startsWith("ERROR"));
        try (RunningCommand run = runner.start(noisy)) {
            String errors = run.collect().exit().errors();
            assertThat(errors).doesNotContain("secret").endsWith("ERROR 20000").hasSizeLessThan(10_000);
        }
    }

    @Test
    void privateFilesAreReadableByTheToolAloneAndGoneAfterwards() throws Exception {
        Command command = shell("cat \"$PASSFILE\"; stat -c %a \"$PASSFILE\"; echo $PASSFILE")
                .withFile("pass", "s3cret".getBytes(StandardCharsets.UTF_8))
                .withEnvironment("PASSFILE", Command.FILES + "/pass");
        String path;
        try (RunningCommand run = runner.start(command)) {
            String output = run.collect().output();
            assertThat(output).startsWith("s3cret600\n");
            path = output.lines().toList().get(1);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(Path.of(path).getParent())))
                    .isEqualTo("rwx------");
        }
        assertThat(Path.of(path)).doesNotExist();
    }

    /** Its adversary: whoever may read /proc, or a core dump, of a process that outlives this one. */
    @Test
    void theWatchdogInheritsNothingButThePath() throws Exception {
        try (RunningCommand run = runner.start(shell("read wait").with(new Input.UntilClosed()))) {
            List<Path> watchdogs = ProcessHandle.current()
                    .children()
                    .map(child -> Path.of("/proc", Long.toString(child.pid())))
                    .filter(process -> isWatchdogOf(process, scratch))
                    .toList();
            assertThat(watchdogs).hasSize(1);
            assertThat(Files.readString(watchdogs.get(0).resolve("environ")).split("\u0000"))
                    .allMatch(variable -> variable.startsWith("PATH="));
        }
    }

    private static boolean isWatchdogOf(Path process, Path scratch) {
        try {
            String argv = Files.readString(process.resolve("cmdline"));
            return argv.contains("groups=") && argv.contains(scratch.toString());
        } catch (IOException e) {
            return false; // it ended just now
        }
    }

    @Test
    void aPrivateDirectoryIsRemovedWithItsLinksButNotWhatTheyLeadTo() throws Exception {
        Path other = Files.createDirectories(scratch.resolveSibling(scratch.getFileName() + "-other"));
        Files.writeString(other.resolve("stays"), "stays");
        try (PrivateDirectory directory = runner.privateDirectory()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
            Files.createSymbolicLink(directory.path().resolve("link"), other);
        }
        assertThat(other.resolve("stays")).exists();
        Files.delete(other.resolve("stays"));
        Files.delete(other);
    }

    @Test
    void theEnvironmentIsNotInherited() throws Exception {
        try (RunningCommand run = runner.start(shell("env"))) {
            assertThat(run.collect().output().lines().map(line -> line.substring(0, line.indexOf('='))))
                    .isSubsetOf(
                            "PATH",
                            "HOME",
                            "TMPDIR",
                            "LD_LIBRARY_PATH",
                            "TZ",
                            "LANG",
                            "LC_ALL",
                            "PWD",
                            "_",
                            "OLDPWD",
                            "SHLVL");
        }
    }

    @Test
    void aMissingProgramIsToldAtOnce() {
        assertThatThrownBy(() -> runner.start(Command.of(LONG, "no-such-program-here")))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("no-such-program-here")
                .hasMessageContaining("PATH");
        assertThatThrownBy(() -> runner.start(Command.of(LONG, "/no/such/program")))
                .isInstanceOf(CommandException.class);
    }

    @Test
    void theTimeoutKillsTheWholeTree() throws Exception {
        Command slow =
                Command.of(Duration.ofMillis(500), "sh", "-c", "sh -c 'sleep 1000' " + mark + " & sleep 1000", mark);
        try (RunningCommand run = runner.start(slow)) {
            RunningCommand.Result result = run.collect();
            assertThat(result.exit().timedOut()).isTrue();
            assertThat(result.exit().isSuccess()).isFalse();
        }
        awaitNoProcess();
    }

    @Test
    void closingKillsTheWholeTree() throws Exception {
        try (RunningCommand run = runner.start(shell("sh -c 'sleep 1000; :' " + mark + " & echo ready; sleep 1000"))) {
            assertThat(run.output().read()).isEqualTo('r');
        }
        awaitNoProcess();
    }

    @Test
    void killNineOfTheJvmLeavesNoToolAndNoPrivateFile() throws Exception {
        for (String how : new String[] {"sleep 1000", "sh -c 'sleep 1000; :' " + mark + " & sleep 1000; :"}) {
            Path place = scratch.resolve("other");
            Process jvm = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            LocalCommandRunnerTest.class.getName(),
                            place.toString(),
                            "echo ready; " + how,
                            mark)
                    .redirectErrorStream(true)
                    .start();
            assertThat(jvm.inputReader().readLine()).isEqualTo("started");
            assertThat(processes()).isGreaterThanOrEqualTo(2); // the JVM itself and the tool

            jvm.destroyForcibly().waitFor();

            awaitNoProcess();
            Awaitility.await().untilAsserted(() -> assertThat(place).isEmptyDirectory());
            Files.delete(place);
        }
    }

    @Test
    void leftoversOfADeadProcessAreSweptAndThoseOfALivingOneAreNot() throws Exception {
        Path left = Files.createDirectory(scratch.resolve("snapledger-tools-1"));
        Files.createFile(left.resolve(".lock"));
        Files.writeString(left.resolve("pgpass"), "secret");
        try (LocalCommandRunner second = new LocalCommandRunner(scratch)) {
            assertThat(left).doesNotExist();
            try (RunningCommand run =
                    runner.start(shell("cat " + Command.FILES + "/f").withFile("f", new byte[] {'x'}))) {
                assertThat(run.collect().output()).isEqualTo("x");
            }
            assertThat(second.isLocal()).isTrue();
        }
    }

    private void awaitNoProcess() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(processes())
                .isZero());
    }

    /** How many processes have the mark among their arguments. */
    private long processes() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(this::isMarked)
                    .count();
        }
    }

    private boolean isMarked(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
                    .contains(mark);
        } catch (IOException e) {
            return false;
        }
    }

    /** The JVM that is killed: starts a tool and waits for ever. */
    public static void main(String[] args) throws Exception {
        LocalCommandRunner runner = new LocalCommandRunner(Path.of(args[0]));
        RunningCommand run =
                runner.start(Command.of(LONG, "sh", "-c", args[1], args[2]).withFile("secret", new byte[] {'x'}));
        run.output().read();
        System.out.println("started");
        run.output().readAllBytes();
        run.await();
    }
}
