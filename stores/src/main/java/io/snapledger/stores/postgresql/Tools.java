package io.snapledger.stores.postgresql;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.Command;
import io.snapledger.stores.command.CommandException;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.command.RunningCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds pg_dump and its kin, and starts them with errors that say what to do. */
final class Tools {

    private static final Pattern VERSION = Pattern.compile(".*\\) (\\d+)(?:[.]\\d+)*.*");

    private final CommandRunner commands;
    private final PostgresqlOptions options;
    private final int serverMajor;

    Tools(CommandRunner commands, PostgresqlOptions options, int serverMajor) {
        this.commands = commands;
        this.options = options;
        this.serverMajor = serverMajor;
    }

    /** The program to run: of the configured directory, else the server's version or the next newer one, else of PATH. */
    String path(String program) {
        if (options.tools().isPresent()) {
            return options.tools().get() + "/" + program;
        }
        if (commands.isLocal()) {
            for (int major = serverMajor; major < serverMajor + 10; major++) {
                String candidate = "/usr/lib/postgresql/" + major + "/bin/" + program;
                if (Files.isExecutable(Path.of(candidate))) {
                    return candidate;
                }
            }
        }
        return program;
    }

    /** E.g. {@code pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)}. */
    String version(String program) throws StoreException, IOException, InterruptedException {
        try (RunningCommand run = start(Command.of(Duration.ofSeconds(30), path(program), "--version"))) {
            RunningCommand.Result result = run.collect();
            if (!result.exit().isSuccess()) {
                throw failed(program, result.exit());
            }
            return result.output().strip();
        }
    }

    /** Refuses a tool older than the server, which would refuse itself, in worse words. */
    String checkedVersion(String program) throws StoreException, IOException, InterruptedException {
        String version = version(program);
        Matcher matcher = VERSION.matcher(version);
        if (matcher.matches() && Integer.parseInt(matcher.group(1)) < serverMajor) {
            throw new StoreException(
                    Reason.VERSION,
                    program + " is older than the server: '" + version + "' against PostgreSQL " + serverMajor,
                    "install postgresql-client-" + serverMajor + ", or set 'tools' to its directory");
        }
        return version;
    }

    RunningCommand start(Command command) throws StoreException {
        try {
            return commands.start(command);
        } catch (CommandException e) {
            throw new StoreException(
                    Reason.TOOL_MISSING,
                    e.getMessage(),
                    "install postgresql-client-" + serverMajor + ", or set 'tools' to the directory of the programs",
                    e);
        }
    }

    /** What a tool's exit means. */
    static StoreException failed(String program, RunningCommand.Exit exit) {
        List<String> errors = new ArrayList<>(exit.errors().lines().toList());
        String all = String.join("; ", errors.subList(Math.max(0, errors.size() - 5), errors.size()));
        Reason reason = Reason.TOOL_FAILED;
        if (exit.timedOut()) {
            reason = Reason.DEADLINE;
        } else if ((all.contains("connection to server") && !all.contains("authentication failed"))
                || all.contains("server closed the connection")
                || all.contains("terminating connection")) {
            reason = Reason.UNREACHABLE;
        } else if (all.contains("authentication failed")
                || all.contains("permission denied")
                || all.contains("no password supplied")) {
            reason = Reason.ACCESS_DENIED;
        } else if (all.contains("version mismatch")) {
            reason = Reason.VERSION;
        }
        String fact = exit.timedOut() ? "was killed at its deadline" : "ended with exit code " + exit.code();
        return new StoreException(
                reason,
                Path.of(program).getFileName() + " " + fact + (all.isEmpty() ? ", saying nothing" : ": " + all),
                Server.hint(reason));
    }
}
