package io.snapledger.cli;

import picocli.CommandLine.Command;

@Command(name = "key", description = "Proves that the recovery key is at hand.", subcommands = KeyProve.class)
final class KeyCommand extends Group {}
