package io.snapledger.stores.mariadb;

import io.snapledger.stores.Cancellation;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import io.snapledger.stores.StreamContent;
import io.snapledger.stores.StreamSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.function.LongConsumer;

/** Reads a stream of SQL as statements, one at a time in memory, to its end, which must be where it was when it was dumped. */
final class StatementReader {

    /** Bytes of the longest statement that is taken. */
    static final int LIMIT = 256 << 20;

    /** What takes a statement, without its delimiter. */
    interface Taker {
        void take(byte[] statement) throws StoreException, SQLException;
    }

    private final Server server;
    private final Cancellation work;
    private final LongConsumer progress;

    StatementReader(Server server, Cancellation work, LongConsumer progress) {
        this.server = server;
        this.work = work;
        this.progress = progress;
    }

    void read(StreamSource source, StreamContent stream, Taker taker)
            throws StoreException, SQLException, IOException, InterruptedException {
        SqlScanner scanner = new SqlScanner();
        ByteArrayOutputStream statement = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        try (InputStream in = source.open(stream.name())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                total += read;
                check(stream, total);
                int at = 0;
                while (at < read) {
                    int end = scanner.scan(buffer, at, read);
                    statement.write(buffer, at, (end < 0 ? read : end) - at);
                    if (statement.size() > LIMIT) {
                        throw damaged(stream, "has a statement of more than " + LIMIT + " bytes");
                    }
                    if (end >= 0) {
                        take(scanner, statement, taker);
                    }
                    at = end < 0 ? read : end;
                }
                progress.accept(total);
            }
        }
        if (total != stream.bytes() || !scanner.isComplete()) {
            throw damaged(stream, "ends after " + total + " bytes, not whole after " + stream.bytes());
        }
    }

    private void check(StreamContent stream, long total) throws StoreException, InterruptedException {
        server.requireTime();
        if (work.isCancelled()) {
            throw new InterruptedException("cancelled");
        }
        if (total > stream.bytes()) {
            throw damaged(stream, "is longer than its " + stream.bytes() + " bytes");
        }
    }

    private static void take(SqlScanner scanner, ByteArrayOutputStream statement, Taker taker)
            throws StoreException, SQLException {
        if (!scanner.isDirective()) {
            byte[] all = statement.toByteArray();
            taker.take(java.util.Arrays.copyOf(all, all.length - scanner.delimiterLength()));
        }
        scanner.next();
        statement.reset();
    }

    private static StoreException damaged(StreamContent stream, String fact) {
        return new StoreException(
                Reason.DAMAGED, "stream '" + stream.name() + "' " + fact, "restore another snapshot of this store");
    }
}
