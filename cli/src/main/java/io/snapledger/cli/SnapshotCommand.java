package io.snapledger.cli;

import picocli.CommandLine.Command;

@Command(
        name = "snapshot",
        description = "Shows what backups hold of each store, verifies it, and fetches it as files.",
        subcommands = {
            SnapshotList.class,
            SnapshotGet.class,
            SnapshotLs.class,
            SnapshotFind.class,
            SnapshotDiff.class,
            SnapshotVerify.class,
            SnapshotFetch.class
        })
final class SnapshotCommand extends Group {}
