package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Progress;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.command.RunningCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Fills one database from its archive. */
final class DatabaseRestore {

    private static final int BUFFER = 256 * 1024;

    private final Server server;
    private final Tools tools;
    private final StreamSource source;
    private final Progress progress;
    private final Cancellation work;

    DatabaseRestore(Server server, Tools tools, StreamSource source, Progress progress, Cancellation work) {
        this.server = server;
        this.tools = tools;
        this.source = source;
        this.progress = progress;
        this.work = work;
    }

    /**
     * Feeds the archive to {@code pg_restore}. Not in a single transaction: the database is dropped if anything fails, and
     * one transaction would need a lock for each of its objects at once.
     */
    void run(RestoreScope.Item item, String name) throws StoreException, IOException, InterruptedException {
        String program = tools.path("pg_restore");
        ArchiveFraming framing = new ArchiveFraming();
        long total = 0;
        boolean tookAll = true;
        try (InputStream stream = source.open(item.stream().name());
                RunningCommand restore = work.hold(tools.start(
                        server.tool(program, "--exit-on-error", "--dbname", "dbname=" + Conninfo.quoted(name))
                                .withEnvironment("PGOPTIONS", server.toolSettings() + " -c synchronous_commit=off")
                                .withInput()))) {
            byte[] buffer = new byte[BUFFER];
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                framing.accept(buffer, 0, read);
                total += read;
                tookAll = tookAll && write(restore.input(), buffer, read);
                progress.report("restoring database " + item.name(), total);
                if (!tookAll) {
                    break;
                }
            }
            if (tookAll) {
                framing.finish();
                close(restore.input());
            }
            RunningCommand.Exit exit = restore.await();
            if (!exit.isSuccess()) {
                throw Tools.failed(program, exit);
            }
        }
        if (!tookAll || total != item.stream().bytes()) {
            throw new StoreException(
                    Reason.DAMAGED,
                    "the archive of database '" + item.name() + "' has "
                            + item.stream().bytes() + " bytes, pg_restore took " + total,
                    "the target was left as it was");
        }
    }

    /** False if the tool no longer reads: its exit code tells why. */
    private static boolean write(OutputStream input, byte[] buffer, int length) {
        try {
            input.write(buffer, 0, length);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(OutputStream input) {
        try {
            input.close();
        } catch (IOException e) {
            // the tool has ended: its exit code tells why
        }
    }
}
