package io.snapledger.stores.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs tools as processes of this machine. Three things together leave none behind, whatever happens to this JVM:
 *
 * <ul>
 *   <li>Every tool is the leader of its own session, so that {@code kill -- -pid} reaches all of its children.
 *   <li>The kernel kills it when the thread that started it ends ({@code setpriv --pdeathsig}); all are started by one
 *       thread that ends with the JVM only. The shell between them looks whether the JVM was dead before that took effect.
 *   <li>A {@link Watchdog} outside of this JVM kills the sessions still registered when this JVM is gone, which reaches
 *       tools' children, and works where {@code setpriv} is missing.
 * </ul>
 */
public final class LocalCommandRunner implements CommandRunner, AutoCloseable {

    private static final List<String> INHERITED = List.of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "TZ");

    private final PrivateFiles files;
    private final Watchdog watchdog;
    private final List<String> wrapper;
    private final ExecutorService starter = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "snapledger-tool-starter");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param scratch a directory of this process for tools' private files; what earlier processes left there is removed
     */
    public LocalCommandRunner(Path scratch) throws IOException {
        files = PrivateFiles.in(scratch);
        watchdog = new Watchdog(files.directory());
        wrapper = wrapper();
    }

    @Override
    public RunningCommand start(Command command) throws CommandException {
        try {
            return starter.submit(() -> startHere(command)).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new CommandException(
                        "cannot start '" + command.argv().get(0) + "': " + cause.getMessage(), cause);
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(
                    "interrupted while starting '" + command.argv().get(0) + "'", e);
        }
    }

    private RunningCommand startHere(Command command) throws IOException {
        String program = Programs.find(command.argv().get(0));
        PrivateFiles.Lease lease = files.write(command.files());
        try {
            List<String> argv = new ArrayList<>(wrapper);
            argv.add(program);
            command.argv().stream().skip(1).map(lease::resolve).forEach(argv::add);
            ProcessBuilder builder = new ProcessBuilder(argv);
            Map<String, String> environment = builder.environment();
            environment.keySet().retainAll(INHERITED);
            environment.put("LANG", "C.UTF-8");
            environment.put("LC_ALL", "C.UTF-8");
            command.environment().forEach((name, value) -> environment.put(name, lease.resolve(value)));
            Process process = builder.start();
            watchdog.watch(process.pid());
            return new LocalCommand(command, process, watchdog, lease);
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    @Override
    public PrivateDirectory privateDirectory() throws IOException {
        return files.make();
    }

    @Override
    public boolean isLocal() {
        return true;
    }

    private static List<String> wrapper() {
        List<String> wrapper = new ArrayList<>(List.of("setsid"));
        if (Programs.isInstalled("setpriv")) {
            wrapper.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
        }
        String alive = "[ \"$PPID\" = \"$0\" ] || exit 125; exec \"$@\"";
        wrapper.addAll(
                List.of("sh", "-c", alive, Long.toString(ProcessHandle.current().pid())));
        return List.copyOf(wrapper);
    }

    /** Kills whatever still runs and removes this process's private files. */
    @Override
    public void close() {
        watchdog.close();
        starter.shutdown();
        files.close();
    }

    /** Finds programs as the shell would. */
    private static final class Programs {

        static String find(String program) throws IOException {
            if (program.contains("/")) {
                if (!Files.isExecutable(Path.of(program))) {
                    throw new IOException("not there or not executable");
                }
                return program;
            }
            if (!isInstalled(program)) {
                throw new IOException("not found in PATH");
            }
            return program;
        }

        static boolean isInstalled(String program) {
            String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
            for (String directory : path.split(":", -1)) {
                if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, program))) {
                    return true;
                }
            }
            return false;
        }
    }
}
