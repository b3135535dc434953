package io.snapledger.cli;

import picocli.CommandLine.Command;

@Command(
        name = "store",
        description = "Shows the configured stores, and what a dump would find there.",
        subcommands = {StoreList.class, StoreCheck.class, StoreKinds.class, StoreForget.class})
final class StoreCommand extends Group {}
