package io.snapledger.stores.etcd;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.SnapshotContent;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.command.Command;
import io.snapledger.stores.command.CommandException;
import io.snapledger.stores.command.CommandRunner;
import io.snapledger.stores.command.RunningCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program of etcd that makes a data directory of a snapshot: {@code etcdutl} since 3.5, {@code etcdctl} before.
 *
 * @param version e.g. {@code 3.4.23}
 */
record RestoreTool(CommandRunner here, String program, String version) {

    private static final Duration QUESTION = Duration.ofSeconds(30);
    private static final Pattern VERSION =
            Pattern.compile("version: *v?(\\d{1,4}\\.\\d{1,4})\\.(\\d{1,4}[-+.A-Za-z0-9]*)");
    private static final Pattern OF_SNAPSHOT = Pattern.compile("etcd (\\d{1,4}\\.\\d{1,4})\\.(.*)");

    /**
     * Finds one of the snapshot's version.
     *
     * @throws StoreException {@code TOOL_MISSING}, or {@code VERSION} if there are others only
     */
    static RestoreTool find(EtcdOptions options, SnapshotContent content, boolean mayDifferInPatch, CommandRunner here)
            throws StoreException, InterruptedException {
        Matcher wanted = OF_SNAPSHOT.matcher(content.serverVersion());
        if (!wanted.matches()) {
            throw new StoreException(Reason.DAMAGED, "the snapshot does not say of which etcd it is", "");
        }
        String directory = options.tools().map(path -> path + "/").orElse("");
        List<String> found = new ArrayList<>();
        for (String name : List.of("etcdutl", "etcdctl")) {
            Optional<Matcher> version = version(here, directory + name);
            if (version.isPresent() && isFit(name, version.get(), wanted, mayDifferInPatch)) {
                return new RestoreTool(
                        here,
                        directory + name,
                        version.get().group(1) + "." + version.get().group(2));
            }
            version.ifPresent(other -> found.add(name + " " + other.group(1) + "." + other.group(2)));
        }
        throw missing(wanted, found);
    }

    private static StoreException missing(Matcher wanted, List<String> found) {
        String snapshot = wanted.group(1) + "." + wanted.group(2);
        if (found.isEmpty()) {
            return new StoreException(
                    Reason.TOOL_MISSING,
                    "there is no etcdutl or etcdctl, which make a data directory",
                    "install that of etcd " + wanted.group(1)
                            + " (Debian: etcd-client; elsewhere: etcd's release), or set 'tools' to its directory");
        }
        return new StoreException(
                Reason.VERSION,
                "the snapshot is of etcd " + snapshot + ", here is " + String.join(" and ", found),
                "install the tool of etcd " + snapshot + ", or set 'tools' to its directory;"
                        + " option allow-patch-difference accepts another " + wanted.group(1));
    }

    private static boolean isFit(String name, Matcher tool, Matcher wanted, boolean mayDifferInPatch) {
        boolean knowsRestore = name.equals("etcdutl") || tool.group(1).matches("3\\.[0-5]");
        return knowsRestore
                && tool.group(1).equals(wanted.group(1))
                && (mayDifferInPatch || tool.group(2).equals(wanted.group(2)));
    }

    private static Optional<Matcher> version(CommandRunner here, String program)
            throws StoreException, InterruptedException {
        try (RunningCommand run =
                here.start(Command.of(QUESTION, program, "version").withEnvironment("ETCDCTL_API", "3"))) {
            RunningCommand.Result result = run.collect();
            Matcher version = VERSION.matcher(result.output());
            return version.find() && result.exit().isSuccess() ? Optional.of(version) : Optional.empty();
        } catch (CommandException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException(Reason.TOOL_FAILED, program + " version broke off: " + e.getMessage(), "", e);
        }
    }

    /** Makes a data directory, which must not be there. */
    void restore(Path snapshot, Path directory, RestoreOptions.Member member, TimeLeft time, Cancellation work)
            throws StoreException, InterruptedException {
        time.require();
        Command command = Command.of(
                        time.left(),
                        program,
                        "snapshot",
                        "restore",
                        snapshot.toString(),
                        "--data-dir=" + directory,
                        "--name=" + member.name(),
                        "--initial-cluster=" + member.initialCluster(),
                        "--initial-cluster-token=" + member.token(),
                        "--initial-advertise-peer-urls=" + member.peerUrl())
                .withEnvironment("ETCDCTL_API", "3")
                .keepingErrorLines(line -> line.startsWith("Error"));
        try (RunningCommand run = work.hold(here.start(command))) {
            RunningCommand.Result result = run.collect();
            work.release(run);
            if (work.isCancelled()) {
                throw new InterruptedException("cancelled");
            }
            if (result.exit().timedOut()) {
                throw time.passed();
            }
            if (!result.exit().isSuccess()) {
                throw new StoreException(
                        Reason.TOOL_FAILED,
                        program + " snapshot restore ended with exit code "
                                + result.exit().code() + ": " + result.exit().errors(),
                        "look at member, initial-cluster and peer-url");
            }
        } catch (CommandException e) {
            throw new StoreException(Reason.TOOL_MISSING, e.getMessage(), "set 'tools' to its directory", e);
        } catch (IOException e) {
            time.require();
            throw new StoreException(Reason.TOOL_FAILED, program + " broke off: " + e.getMessage(), "try again", e);
        }
    }
}
