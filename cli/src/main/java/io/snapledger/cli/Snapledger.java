package io.snapledger.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code snapledger} command. */
@Command(
        name = "snapledger",
        mixinStandardHelpOptions = true,
        version = "snapledger 0.1.0",
        description = "Backs up and restores everything a platform stores.",
        footer = {"", "Start with: snapledger up --store project=files:/srv/project"})
public final class Snapledger implements Runnable {

    @Spec
    CommandSpec spec;

    /** Without a command there is nothing to do but to tell which there are. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    public static void main(String... arguments) {
        System.exit(new CommandLine(new Snapledger()).execute(arguments));
    }
}
