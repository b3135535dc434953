package io.snapledger.stores.mariadb;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.Command;
import io.snapledger.stores.command.CommandException;
import io.snapledger.stores.command.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program that dumps a database. */
final class Tool {

    private static final List<String> ARGUMENTS = List.of(
            "--single-transaction",
            "--quick",
            "--routines",
            "--events",
            "--triggers",
            "--hex-blob",
            "--tz-utc",
            "--comments",
            "--default-character-set=utf8mb4",
            "--max-allowed-packet=1G",
            "--skip-lock-tables",
            "--skip-add-locks",
            "--skip-disable-keys");

    private static final Pattern ERROR = Pattern.compile("(?:error:?|Error) (\\d{4})|: (\\d{4}): ");

    private final Server server;
    private final String program;
    private final String version;

    private Tool(Server server, String program, String version) {
        this.server = server;
        this.program = program;
        this.version = version;
    }

    /** Finds it under its own name or the one that it had before. */
    static Tool find(Server server) throws StoreException, IOException, InterruptedException {
        String directory = server.options().tools().map(path -> path + "/").orElse("");
        StoreException missing = null;
        for (String name : List.of("mariadb-dump", "mysqldump")) {
            Command ask = Command.of(Duration.ofSeconds(30), directory + name, "--no-defaults", "--version");
            try (RunningCommand run = server.reach().commands().start(ask)) {
                RunningCommand.Result result = run.collect();
                if (result.exit().isSuccess()) {
                    return new Tool(server, directory + name, result.output().strip());
                }
                missing = missing(
                        directory + name + " --version ended with "
                                + result.exit().code(),
                        null);
            } catch (CommandException e) {
                missing = missing == null ? missing(e.getMessage(), e) : missing;
            }
        }
        throw missing;
    }

    private static StoreException missing(String fact, Exception cause) {
        return new StoreException(
                Reason.TOOL_MISSING,
                fact,
                "install the client's programs (Debian: mariadb-client), or set 'tools' to their directory",
                cause);
    }

    String version() {
        return version;
    }

    /**
     * Dumps a database, and returns when that was proved whole.
     *
     * @param without relations that are left out
     * @throws IOException only from {@code out}
     */
    void dump(String database, Set<String> without, StreamTally tally, OutputStream out, Cancellation work)
            throws StoreException, IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(ARGUMENTS);
        without.forEach(name -> arguments.add("--ignore-table=" + database + "." + name));
        arguments.addAll(List.of("--", database));
        Command command = server.tool(program).plus(arguments.toArray(String[]::new));
        try (RunningCommand run = work.hold(server.reach().commands().start(command))) {
            copy(run.output(), tally, out);
            RunningCommand.Exit exit = run.await();
            work.release(run);
            if (work.isCancelled()) {
                throw new InterruptedException("cancelled");
            }
            if (!exit.isSuccess()) {
                throw failed(exit);
            }
        } catch (CommandException e) {
            throw missing(e.getMessage(), e);
        }
        if (!tally.isComplete()) {
            throw new StoreException(
                    Reason.INCOMPLETE,
                    "the dump of database '" + database + "' ends after " + tally.bytes()
                            + " bytes without the line 'Dump completed', although " + program + " ended with 0",
                    "try again; if it happens again, look whether the program is what it says");
        }
    }

    private void copy(InputStream from, StreamTally tally, OutputStream out) throws StoreException, IOException {
        byte[] buffer = new byte[1 << 16];
        for (int read = read(from, buffer); read >= 0; read = read(from, buffer)) {
            tally.accept(buffer, 0, read);
            out.write(buffer, 0, read);
            server.requireTime();
        }
    }

    private int read(InputStream from, byte[] buffer) throws StoreException {
        try {
            return from.read(buffer);
        } catch (IOException e) {
            server.requireTime();
            throw new StoreException(
                    Reason.UNREACHABLE, "the output of " + program + " broke off: " + e.getMessage(), "try again", e);
        }
    }

    private StoreException failed(RunningCommand.Exit exit) {
        String said = String.join("; ", exit.errors().lines().limit(5).toList());
        Matcher error = ERROR.matcher(said);
        int code = !error.find() ? 0 : Integer.parseInt(error.group(1) == null ? error.group(2) : error.group(1));
        Reason reason = exit.timedOut() ? Reason.DEADLINE : server.reasonOf(code, null);
        return new StoreException(
                reason,
                program.substring(program.lastIndexOf('/') + 1)
                        + (exit.timedOut() ? " was killed at its deadline" : " ended with exit code " + exit.code())
                        + (said.isEmpty() ? ", saying nothing" : ": " + said),
                Server.hint(reason));
    }
}
