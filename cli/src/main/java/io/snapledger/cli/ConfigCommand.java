package io.snapledger.cli;

import picocli.CommandLine.Command;

@Command(name = "config", description = "Checks a configuration of the services.", subcommands = ConfigCheck.class)
final class ConfigCommand extends Group {}
