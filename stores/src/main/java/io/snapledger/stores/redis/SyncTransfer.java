package io.snapledger.stores.redis;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The RDB that a server sends to a new replica: the state of one moment. It comes with its length before it, or ({@code $EOF:}) with a
 * mark of forty characters after it, which is looked for where the RDB ends by its own format, and nowhere else.
 *
 * @see <a href="https://redis.io/docs/latest/operate/oss_and_stack/management/replication/">Replication</a>
 */
final class SyncTransfer implements Transfer {

    private static final String MARKED = "EOF:";
    private static final int MARK = 40;

    private final InputStream stream;
    private final byte[] mark; // empty: the length was told

    private SyncTransfer(InputStream stream, byte[] mark) {
        this.stream = stream;
        this.mark = mark;
    }

    static SyncTransfer begin(Connection connection, ServerFacts facts, RedisOptions options) throws StoreException {
        connection.call(
                "REPLCONF", "rdb-only", "1"); // no stream of writes after it; refused before 7.0, where we hang up
        if (options.diskless()) {
            if (facts.isValkey()) {
                connection.call("REPLCONF", "version", facts.bareVersion()); // or it writes for an older replica
            }
            connection.call("REPLCONF", "capa", "eof");
        }
        try {
            connection.send("SYNC".getBytes(StandardCharsets.US_ASCII));
            connection.flush();
            return announced(connection);
        } catch (IOException e) {
            throw connection.failure(e);
        }
    }

    private static SyncTransfer announced(Connection connection) throws IOException, StoreException {
        RespReader replies = connection.replies();
        int first = replies.octet();
        while (first == '\n') { // it is alive and makes the RDB
            first = replies.octet();
        }
        String line = replies.line();
        if (first == '-') {
            throw refused(connection, new Reply.Refusal(line));
        }
        if (first == '$' && line.startsWith(MARKED) && line.length() == MARKED.length() + MARK) {
            byte[] mark = line.substring(MARKED.length()).getBytes(StandardCharsets.ISO_8859_1);
            return new SyncTransfer(connection.in(), mark);
        }
        if (first == '$' && line.matches("\\d{1,18}")) {
            return new SyncTransfer(new Limited(connection.in(), Long.parseLong(line)), new byte[0]);
        }
        throw new RespReader.Malformed("no RDB comes after SYNC");
    }

    private static StoreException refused(Connection connection, Reply.Refusal refusal) {
        StoreException failure = connection.failures().of("SYNC", refusal);
        boolean notAllowed = failure.reason() == Reason.ACCESS_DENIED
                || refusal.text().toLowerCase(java.util.Locale.ROOT).contains("unknown command");
        return notAllowed
                ? new StoreException(
                        Reason.ACCESS_DENIED,
                        failure.getMessage(),
                        "grant the user +sync +replconf, or read key by key (option method=scan), where servers are rented")
                : failure;
    }

    @Override
    public InputStream stream() {
        return stream;
    }

    @Override
    public void end(RdbInput input) throws IOException {
        if (mark.length == 0) {
            input.requireEnd();
            return;
        }
        byte[] came = new byte[MARK];
        input.readFully(came, MARK);
        if (!Arrays.equals(came, mark)) {
            throw new MalformedRdb("the server's end mark does not follow the end of the RDB");
        }
    }

    @Override
    public String consistency() {
        return "all databases at one moment (SYNC)";
    }

    /** So many bytes of a stream and no more. */
    static final class Limited extends FilterInputStream {

        private long left;

        Limited(InputStream stream, long length) {
            super(stream);
            left = length;
        }

        @Override
        public int read() throws IOException {
            int b = left == 0 ? -1 : super.read();
            left -= b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = left == 0 ? -1 : super.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
