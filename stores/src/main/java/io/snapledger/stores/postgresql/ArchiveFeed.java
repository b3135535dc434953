package io.snapledger.stores.postgresql;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.Progress;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSource;
import io.snapledger.stores.command.Input;
import io.snapledger.stores.command.RunningCommand;
import io.snapledger.stores.postgresql.ArchiveFraming.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Feeds an archive to {@code pg_restore}, which makes the chosen entries of it in one database. */
final class ArchiveFeed {

    private static final int BUFFER = 256 * 1024;

    private final Server server;
    private final Tools tools;
    private final StreamSource source;
    private final Progress progress;
    private final Cancellation work;

    ArchiveFeed(Server server, Tools tools, StreamSource source, Progress progress, Cancellation work) {
        this.server = server;
        this.tools = tools;
        this.source = source;
        this.progress = progress;
        this.work = work;
    }

    /** The same archive, fed by another role. */
    ArchiveFeed as(Server other) {
        return new ArchiveFeed(other, tools, source, progress, work);
    }

    /**
     * Not in a single transaction: the database is dropped if anything fails, and one transaction would need a lock for each of its
     * objects at once.
     *
     * @param entries in the archive's order
     * @param tablespaces whether they go where they were
     * @param owners whether they get their owners; otherwise they are whose session it is
     * @param whole whether the archive is read to its end and proved whole; otherwise no further than the tool reads
     */
    void run(
            StreamContent stream,
            String database,
            List<Entry> entries,
            boolean tablespaces,
            boolean owners,
            boolean whole)
            throws StoreException, IOException, InterruptedException {
        if (entries.isEmpty() && !whole) {
            return;
        }
        String program = tools.path("pg_restore");
        List<String> arguments = new ArrayList<>(List.of(
                "--exit-on-error", "--use-list={files}/entries", "--dbname", "dbname=" + Conninfo.quoted(database)));
        if (!tablespaces) {
            arguments.add("--no-tablespaces");
        }
        if (!owners) {
            arguments.add("--no-owner");
        }
        String list = entries.stream().map(entry -> entry.id() + ";\n").collect(Collectors.joining());
        try (InputStream archive = source.open(stream.name());
                RunningCommand restore = work.hold(tools.start(server.tool(program, arguments.toArray(String[]::new))
                        .withFile("entries", list.getBytes(StandardCharsets.US_ASCII))
                        .withEnvironment("PGOPTIONS", server.toolSettings() + " -c synchronous_commit=off")
                        .with(new Input.OfLength(stream.bytes()))))) {
            long total = feed(archive, restore, whole, "restoring database " + database);
            RunningCommand.Exit exit = restore.await();
            if (!exit.isSuccess()) {
                throw Tools.failed(program, exit);
            }
            if (whole && total != stream.bytes()) {
                throw new StoreException(
                        Reason.DAMAGED,
                        stream.about() + " has " + stream.bytes() + " bytes in the snapshot's list, its stream "
                                + total,
                        "the target was left as it was");
            }
        }
    }

    /** What was read; the tool may have all that it wants before the end, or may have failed. */
    private long feed(InputStream archive, RunningCommand restore, boolean whole, String what)
            throws StoreException, IOException, InterruptedException {
        ArchiveFraming framing = new ArchiveFraming();
        byte[] buffer = new byte[BUFFER];
        boolean reads = true;
        long total = 0;
        for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
            framing.accept(buffer, 0, read);
            total += read;
            if (reads && !write(restore.input(), buffer, read)) {
                reads = false;
                if (!whole || !restore.await().isSuccess()) {
                    return total;
                }
            }
            progress.report(what, total);
        }
        framing.finish();
        close(restore.input());
        return total;
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
