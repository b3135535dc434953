package io.snapledger.stores.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A small shell outside of this JVM that reads process groups from a pipe. When the pipe ends, because this JVM is gone
 * however it went, it kills every group still registered and removes the private files. It also kills groups on
 * request, which Java cannot.
 */
final class Watchdog implements AutoCloseable {

    private static final String SCRIPT = """
            groups=' '
            while read -r word group; do
              case $word in
                watch) groups="$groups$group " ;;
                kill) kill -s KILL -- "-$group" 2>/dev/null ;;
                forget) kill -s KILL -- "-$group" 2>/dev/null
                  groups="${groups%% $group *} ${groups#* $group }" ;;
              esac
            done
            for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
            rm -rf -- "$0"
            """;

    private final Path files;
    private final Set<Long> groups = new HashSet<>();
    private Process shell;
    private boolean closed;

    Watchdog(Path files) {
        this.files = files;
    }

    /** From now on the group dies with this JVM. */
    synchronized void watch(long group) throws IOException {
        groups.add(group);
        tell("watch " + group);
    }

    /** Kills all processes of the group. */
    synchronized void kill(long group) {
        tellQuietly("kill " + group);
    }

    /** Kills what is left of a group whose leader has ended, and lets go of it. */
    synchronized void forget(long group) {
        if (groups.remove(group)) {
            tellQuietly("forget " + group);
        }
    }

    private void tellQuietly(String line) {
        try {
            tell(line);
        } catch (IOException e) {
            System.getLogger(Watchdog.class.getName())
                    .log(System.Logger.Level.WARNING, "the watchdog of tool processes does not answer", e);
        }
    }

    private void tell(String line) throws IOException {
        if (closed) {
            return;
        }
        if (shell == null || !shell.isAlive()) {
            start();
        }
        write(line);
    }

    private void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", "-c", SCRIPT, files.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().retainAll(Set.of("PATH")); // passwords of stores may stand in ours
        shell = builder.start();
        for (long group : groups) {
            write("watch " + group);
        }
    }

    private void write(String line) throws IOException {
        OutputStream pipe = shell.getOutputStream();
        pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        pipe.flush();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (shell == null) {
            return;
        }
        try {
            shell.getOutputStream().close();
            shell.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            shell.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
