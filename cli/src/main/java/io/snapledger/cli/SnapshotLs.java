package io.snapledger.cli;

import io.snapledger.cli.output.Rows;
import io.snapledger.restore.Subtree;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "ls",
        sortOptions = false,
        description = {
            "Lists what a snapshot holds: files and directories, databases and tables.",
            "Reads through the services, or with --from the repository itself with no service running."
        },
        footer = {
            "",
            "Examples:",
            "  snapledger snapshot ls 20261121t000000z-abcdefghij-klmnop docs",
            "  snapledger snapshot ls 20261121t000000z-abcdefghij-klmnop -o jsonl \\",
            "      --from /mnt/repository --key recovery-key",
            "",
            "Exit code 4 if nothing has that path."
        })
final class SnapshotLs implements Runnable {

    private final Session session;

    @Parameters(index = "0", paramLabel = "SNAPSHOT", description = "Its id.")
    private String snapshot;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATH",
            description = "Only this and what is below it (default: everything).")
    private String path;

    @Mixin
    private SnapshotSource source;

    SnapshotLs(Session session) {
        this.session = session;
    }

    @Override
    public void run() {
        source.look(
                session, () -> SnapshotPlace.of(session.services(), snapshot).repository(), this::list);
    }

    private void list(EntryLists lists) {
        Subtree within = path == null ? Subtree.ALL : new Subtree(path);
        long count;
        try (Rows rows = session.output().rows(EntryRows.COLUMNS)) {
            lists.list(snapshot, within, entry -> rows.add(EntryRows.row(entry), entry.path()));
            count = rows.count();
        }
        if (count == 0 && path != null) {
            throw new CliException(
                    Exit.NOT_FOUND,
                    "not-found",
                    "snapshot " + snapshot + " holds nothing at '" + path + "'; HINT: snapledger snapshot ls "
                            + snapshot);
        }
    }
}
