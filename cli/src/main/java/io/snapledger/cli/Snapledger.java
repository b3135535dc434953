package io.snapledger.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code snapledger} command. */
@Command(
        name = "snapledger",
        version = Snapledger.VERSION,
        sortOptions = false,
        description = "Backs up and restores everything a platform stores.",
        subcommands = {
            BackupCommand.class,
            RestoreCommand.class,
            SnapshotCommand.class,
            PlanCommand.class,
            StoreCommand.class,
            ConfigCommand.class,
            EventsCommand.class,
            StatusCommand.class,
            KeyCommand.class,
            LoginCommand.class,
            CompletionCommand.class,
            ManCommand.class
        },
        footerHeading = "%nOn the machine of the services:%n",
        footer = {
            "  snapledger up         Runs everything in one process.",
            "  snapledger broker     Runs a Kafka broker alone.",
            "  snapledger key-init   Makes the keys of an installation.",
            "",
            "Examples:",
            "  snapledger up --store project=files:/srv/project",
            "  snapledger backup create --wait",
            "  snapledger restore create --from latest --store project \\",
            "      --to project=/tmp/project --dry-run",
            "",
            "Exit codes: 0 done, 1 failed, 2 usage, 3 partial, 4 not found, 5 conflict,",
            "6 not reachable, 7 not allowed, 8 damaged or different, 9 --wait timed out,",
            "10 blocked, 130 interrupted; any other: failed."
        })
public final class Snapledger implements Runnable {

    static final String VERSION = "snapledger 0.1.0";

    @Mixin
    private final GlobalOptions options;

    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    Snapledger(Session session) {
        this.options = session.options();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            System.out.println(VERSION); // without loading what commands need
            return;
        }
        List<String> terminal =
                List.of(System.getProperty("snapledger.terminal", "").split(","));
        Surroundings surroundings = new Surroundings(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                terminal.contains("out"),
                terminal.contains("err"),
                System.getenv(),
                Clock.systemUTC());
        System.exit(run(surroundings, arguments));
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** Runs one command; returns its exit code. */
    public static int run(Surroundings surroundings, String... arguments) {
        String[] meant = SeedVerbs.translate(surroundings.err(), arguments);
        Session session = new Session(surroundings);
        return commandLine(session).execute(meant);
    }

    static CommandLine commandLine(Session session) {
        Failures failures = new Failures(session);
        return new CommandLine(new Snapledger(session), new Commands(session))
                .setOut(new java.io.PrintWriter(session.surroundings().out(), true, StandardCharsets.UTF_8))
                .setErr(new java.io.PrintWriter(session.surroundings().err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(WordHelp.WIDTH)
                .setHelpFactory(WordHelp::new)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
    }
}
