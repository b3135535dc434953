package io.snapledger.cli;

import picocli.CommandLine.Command;

@Command(
        name = "backup",
        description = "Makes backups, and shows them.",
        subcommands = {BackupCreate.class, BackupList.class, BackupGet.class, BackupCancel.class})
final class BackupCommand extends Group {}
