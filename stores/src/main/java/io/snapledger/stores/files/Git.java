package io.snapledger.stores.files;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.Command;
import io.snapledger.stores.command.CommandException;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.command.RunningCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Asks the program git about a repository. The repository may be anybody's: its hooks, monitors and filters are never
 * run, and nothing of ours is read from outside of it.
 */
final class Git {

    private static final int MOST_OUTPUT = 256 << 20;

    private final CommandRunner commands;
    private final Cancellation work;
    private final Duration timeout;

    Git(CommandRunner commands, Cancellation work, Duration timeout) {
        this.commands = commands;
        this.work = work;
        this.timeout = timeout;
    }

    /** E.g. {@code git version 2.39.5}; empty if it is not installed. */
    String version() throws StoreException, InterruptedException {
        try (RunningCommand run = commands.start(Command.of(Duration.ofSeconds(30), "git", "--version"))) {
            return run.collect().output().strip();
        } catch (CommandException e) {
            return "";
        } catch (IOException e) {
            throw new StoreException(Reason.TOOL_FAILED, "cannot read what git --version says", "", e);
        }
    }

    /** Every ref with its id, and HEAD as it is written. */
    SortedMap<String, String> refs(Path gitDirectory) throws StoreException, InterruptedException {
        SortedMap<String, String> refs = new TreeMap<>();
        for (String line : run(gitDirectory, List.of(), "for-each-ref", "--format=%(objectname) %(refname)")
                .lines()
                .toList()) {
            int space = line.indexOf(' ');
            refs.put(line.substring(space + 1), line.substring(0, space));
        }
        try {
            refs.put("HEAD", Files.readString(gitDirectory.resolve("HEAD")).strip());
        } catch (IOException e) {
            throw new StoreException(
                    Reason.UNREACHABLE, "cannot read HEAD of repository '" + gitDirectory + "'", "", e);
        }
        return refs;
    }

    /** Whether tracked files differ from HEAD: edits that a hard reset would lose. */
    boolean isDirty(Path gitDirectory) throws StoreException, InterruptedException {
        return !run(gitDirectory, withoutFilters(gitDirectory), "status", "--porcelain", "--untracked-files=no")
                .isEmpty();
    }

    /** Checks every object. */
    void check(Path gitDirectory) throws StoreException, InterruptedException {
        run(gitDirectory, List.of(), "fsck", "--full", "--no-dangling", "--no-progress");
    }

    /** The index is refreshed before, so that files which are right already keep their times. */
    void resetHard(Path gitDirectory) throws StoreException, InterruptedException {
        List<String> settings = withoutFilters(gitDirectory);
        call(gitDirectory, settings, "update-index", "-q", "--refresh");
        run(gitDirectory, settings, "reset", "--hard", "--quiet");
    }

    /** A commit is needed to reset to. */
    boolean hasCommit(Path gitDirectory) throws StoreException, InterruptedException {
        return call(gitDirectory, List.of(), "rev-parse", "--quiet", "--verify", "HEAD")
                .exit()
                .isSuccess();
    }

    /** The repository's configuration may name programs as filters of content: they are not run. */
    private List<String> withoutFilters(Path gitDirectory) throws StoreException, InterruptedException {
        TreeSet<String> filters = new TreeSet<>();
        call(gitDirectory, List.of(), "config", "--name-only", "--get-regexp", "^filter[.]")
                .output()
                .lines()
                .forEach(key -> filters.add(key.substring(0, key.lastIndexOf('.'))));
        List<String> off = new ArrayList<>();
        for (String filter : filters) {
            for (String setting : List.of("clean=", "smudge=", "process=", "required=false")) {
                off.addAll(List.of("-c", filter + "." + setting));
            }
        }
        return off;
    }

    private String run(Path gitDirectory, List<String> settings, String... arguments)
            throws StoreException, InterruptedException {
        RunningCommand.Result result = call(gitDirectory, settings, arguments);
        if (!result.exit().isSuccess()) {
            throw new StoreException(
                    result.exit().timedOut() ? Reason.DEADLINE : Reason.TOOL_FAILED,
                    "git " + arguments[0] + " of repository '" + gitDirectory + "' ended with exit code "
                            + result.exit().code() + ": "
                            + result.exit().errors().lines().limit(5).toList(),
                    "run git fsck there to see what is broken");
        }
        return result.output();
    }

    private RunningCommand.Result call(Path gitDirectory, List<String> settings, String... arguments)
            throws StoreException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("git", "-c", "safe.directory=*"));
        for (String off : List.of("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "gc.auto=0")) {
            argv.addAll(List.of("-c", off));
        }
        argv.addAll(settings);
        argv.add("--git-dir=" + gitDirectory);
        if (gitDirectory.endsWith(".git")) {
            argv.add("--work-tree=" + gitDirectory.getParent());
        }
        argv.addAll(List.of(arguments));
        Command command = new Command(
                argv,
                Map.of(
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_CONFIG_GLOBAL", "/dev/null",
                        "GIT_OPTIONAL_LOCKS", "0",
                        "GIT_TERMINAL_PROMPT", "0"),
                Map.of(),
                false,
                timeout,
                line -> true);
        try (RunningCommand running = work.hold(commands.start(command))) {
            String output = new String(running.output().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            return new RunningCommand.Result(output, running.await());
        } catch (CommandException e) {
            throw new StoreException(
                    Reason.TOOL_MISSING, e.getMessage(), "install git, or set the option git=false", e);
        } catch (IOException e) {
            throw new StoreException(Reason.TOOL_FAILED, "cannot read what git " + arguments[0] + " says", "", e);
        }
    }
}
