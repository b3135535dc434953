package io.snapledger.standalone;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program of one machine: the five services and a Kafka broker in one process. */
@QuarkusMain
@Command(
        name = "snapledger",
        mixinStandardHelpOptions = true,
        version = "snapledger 0.1.0",
        description = "Runs Snapledger on this machine.",
        subcommands = {UpCommand.class, BrokerCommand.class, KeyInitCommand.class})
public final class StandaloneMain {

    public static void main(String... arguments) {
        System.exit(new CommandLine(new StandaloneMain())
                .setExecutionExceptionHandler((e, command, result) -> {
                    command.getErr().println("snapledger: " + StartFailure.words(e));
                    return 1;
                })
                .execute(arguments));
    }
}
