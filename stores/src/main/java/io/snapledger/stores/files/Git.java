package io.snapledger.stores.files;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.Command;
import io.snapledger.stores.command.CommandException;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.command.Input;
import io.snapledger.stores.command.PrivateDirectory;
import io.snapledger.stores.command.RunningCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The program git, which is only ever run on a {@link StandIn}: never in a repository that somebody else configured. What it might still
 * do by itself (fetch, ask, page, replace, read the configuration of this machine) is switched off as well.
 */
final class Git {

    private static final int MOST_OUTPUT = 16 << 20;
    private static final int MOST_LINES = 5;

    /** {@code {stand-in}} is its directory. */
    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
            Map.entry("GIT_CONFIG_SYSTEM", "/dev/null"),
            Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
            Map.entry("GIT_CONFIG_COUNT", "0"),
            Map.entry("GIT_ATTR_NOSYSTEM", "1"),
            Map.entry("GIT_NO_REPLACE_OBJECTS", "1"),
            Map.entry("GIT_NO_LAZY_FETCH", "1"),
            Map.entry("GIT_ALLOW_PROTOCOL", ""),
            Map.entry("GIT_OPTIONAL_LOCKS", "0"),
            Map.entry("GIT_TERMINAL_PROMPT", "0"),
            Map.entry("GIT_ASKPASS", "false"),
            Map.entry("SSH_ASKPASS", "false"),
            Map.entry("GIT_SSH_COMMAND", "false"),
            Map.entry("GIT_PROXY_COMMAND", "false"),
            Map.entry("GIT_EDITOR", "false"),
            Map.entry("GIT_SEQUENCE_EDITOR", "false"),
            Map.entry("GIT_PAGER", "cat"));

    /**
     * What a check found.
     *
     * @param sound whether nothing that counts is missing or damaged
     * @param missing how many objects are missing
     * @param words the first lines of what Git says
     */
    record Check(boolean sound, long missing, List<String> words) {}

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

    PrivateDirectory privateDirectory() throws IOException {
        return commands.privateDirectory();
    }

    /** The keys and values of a configuration that is nowhere in force. */
    Map<String, String> parsed(byte[] config) throws UnreadableRepository, StoreException, InterruptedException {
        Command command = command(
                        Path.of("/dev/null"),
                        timeout,
                        "config",
                        "--file",
                        Command.FILES + "/config",
                        "--no-includes",
                        "--null",
                        "--list")
                .withFile("config", config);
        RunningCommand.Result result = call(command);
        if (!result.exit().isSuccess()) {
            throw new UnreadableRepository(
                    "its config cannot be understood: " + result.exit().errors().replaceAll(" in file \\S+", ""));
        }
        return GitConfig.values(result.output());
    }

    /**
     * Follows all refs to all objects.
     *
     * @param whole whether the content of each object is compared with its id, too
     */
    Check check(StandIn standIn, boolean whole, Duration atMost) throws StoreException, InterruptedException {
        Duration limit = atMost.compareTo(timeout) < 0 ? atMost : timeout;
        // What an old Git made otherwise than today's would ("error in commit …: missingSpaceBeforeDate") is no damage.
        Command command = command(
                        standIn.path(),
                        limit,
                        "fsck",
                        whole ? "--full" : "--connectivity-only",
                        "--no-dangling",
                        "--no-progress")
                .keepingErrorLines(line -> !line.matches("(error|warning) in .*|notice: .*"));
        List<String> words = new ArrayList<>();
        long missing = 0;
        try (RunningCommand running = work.hold(start(command))) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(running.output(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                missing += line.startsWith("missing ") ? 1 : 0;
                if (words.size() < MOST_LINES && !line.startsWith("dangling ")) {
                    words.add(line.strip());
                }
            }
            RunningCommand.Exit exit = running.await();
            exit.errors()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .limit(MOST_LINES)
                    .forEach(words::add);
            if (exit.timedOut()) {
                throw new StoreException(
                        Reason.DEADLINE, "git fsck was not done after " + limit.toSeconds() + " s", "");
            }
            boolean onlyFormat = exit.code() == 1 && words.isEmpty();
            return new Check(exit.isSuccess() || onlyFormat, missing, words);
        } catch (IOException e) {
            throw new StoreException(Reason.TOOL_FAILED, "cannot read what git fsck says", "", e);
        }
    }

    /** A commit is needed to reset to. */
    boolean hasCommit(StandIn standIn) throws StoreException, InterruptedException {
        return call(command(standIn.path(), timeout, "rev-parse", "--quiet", "--verify", "HEAD^{commit}"))
                .exit()
                .isSuccess();
    }

    /** What HEAD and the index have, with slashes. */
    List<String> trackedPaths(StandIn standIn) throws StoreException, InterruptedException {
        String head = run(command(standIn.path(), timeout, "ls-tree", "-r", "-z", "--name-only", "HEAD"));
        String index = run(command(standIn.path(), timeout, "ls-files", "-z"));
        return List.of((head + index).split("\0"));
    }

    /** Whether tracked files differ from HEAD: edits that a hard reset would undo. */
    boolean differs(StandIn standIn, Path workTree) throws StoreException, InterruptedException {
        return !run(inWorkTree(
                        standIn, workTree, "status", "--porcelain", "--untracked-files=no", "--ignore-submodules=all"))
                .isEmpty();
    }

    void resetHard(StandIn standIn, Path workTree) throws StoreException, InterruptedException {
        run(inWorkTree(standIn, workTree, "reset", "--hard", "--quiet", "--no-recurse-submodules"));
    }

    private Command inWorkTree(StandIn standIn, Path workTree, String... arguments) {
        return command(standIn.path(), timeout, arguments).withEnvironment("GIT_WORK_TREE", workTree.toString());
    }

    private String run(Command command) throws StoreException, InterruptedException {
        RunningCommand.Result result = call(command);
        if (!result.exit().isSuccess()) {
            throw new StoreException(
                    result.exit().timedOut() ? Reason.DEADLINE : Reason.TOOL_FAILED,
                    "'" + String.join(" ", command.argv()) + "' ended with exit code "
                            + result.exit().code() + ": "
                            + result.exit().errors().lines().limit(MOST_LINES).toList(),
                    "git-reset=never restores the work tree as it was");
        }
        return result.output();
    }

    private RunningCommand.Result call(Command command) throws StoreException, InterruptedException {
        try (RunningCommand running = work.hold(start(command))) {
            String output = new String(running.output().readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            return new RunningCommand.Result(output, running.await());
        } catch (IOException e) {
            throw new StoreException(Reason.TOOL_FAILED, "cannot read what git says", "", e);
        }
    }

    private Command command(Path gitDirectory, Duration limit, String... arguments) {
        List<String> argv = new ArrayList<>(List.of("git", "--no-pager", "--no-replace-objects"));
        argv.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("GIT_DIR", gitDirectory.toString());
        environment.put("HOME", gitDirectory.toString());
        environment.put("XDG_CONFIG_HOME", gitDirectory.toString());
        return new Command(argv, environment, Map.of(), new Input.Nothing(), limit, line -> true);
    }

    private RunningCommand start(Command command) throws StoreException {
        try {
            return commands.start(command);
        } catch (CommandException e) {
            throw new StoreException(
                    Reason.TOOL_MISSING, e.getMessage(), "install git, or set the option git=false", e);
        }
    }
}
