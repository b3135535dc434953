package io.snapledger.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A noun: its verbs are commands. */
abstract sealed class Group implements Runnable
        permits BackupCommand, SnapshotCommand, PlanCommand, StoreCommand, ConfigCommand, KeyCommand {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing after '" + spec.qualifiedName() + "': one of "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
