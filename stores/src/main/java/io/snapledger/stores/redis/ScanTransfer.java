package io.snapledger.stores.redis;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;

/**
 * An RDB made here of what SCAN and DUMP tell, for servers that let nobody be their replica: every key for itself at the moment when it was
 * read. Needs version 7 or newer, which tells when a key expires.
 */
final class ScanTransfer extends InputStream implements Transfer {

    private static final int FOOT = 10;
    private static final int AT_ONCE = 8; // whose values the server may hold ready for us
    private static final String FIRST = "0";

    private final Connection connection;
    private final int version;
    private final Iterator<Integer> databases;
    private final Digest.Maker digests = new Digest.Maker();
    private final SeenKeys seen = new SeenKeys();
    private final Crc64 all = new Crc64();
    private final Crc64 payload = new Crc64();
    private final Deque<byte[]> toAsk = new ArrayDeque<>();
    private final Deque<byte[]> asked = new ArrayDeque<>();
    private byte[] piece;
    private int pieceAt;
    private long valueLeft;
    private boolean isInValue;
    private String cursor = FIRST;
    private boolean isScanned = true;
    private boolean isEnded;

    private ScanTransfer(Connection connection, int version, byte[] head, Iterator<Integer> databases) {
        this.connection = connection;
        this.version = version;
        this.databases = databases;
        piece = head;
    }

    static ScanTransfer begin(Connection connection, ServerFacts facts) throws StoreException {
        if (facts.major() < 7) {
            throw new StoreException(
                    Reason.VERSION,
                    facts.version() + " does not tell when a key expires, as reading key by key needs",
                    "let it be read as a replica (option method=sync)");
        }
        int version = facts.rdbVersion(connection);
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String magic = RdbVersion.isOfValkeyAlone(version) ? "VALKEY%03d" : "REDIS%04d";
        head.writeBytes(String.format(Locale.ROOT, magic, version).getBytes(StandardCharsets.US_ASCII));
        Reply functions = connection.call("FUNCTION", "DUMP");
        if (functions instanceof Reply.Text text && text.bytes().length >= FOOT) {
            head.write(text.bytes(), 0, text.bytes().length - FOOT);
        } else if (functions instanceof Reply.Refusal refusal) {
            throw connection.failures().of("FUNCTION DUMP", refusal);
        }
        return new ScanTransfer(
                connection,
                version,
                head.toByteArray(),
                facts.databases().keySet().iterator());
    }

    @Override
    public InputStream stream() {
        return this;
    }

    @Override
    public void end(RdbInput input) throws IOException {
        input.requireEnd();
    }

    @Override
    public String consistency() {
        return "every key at the moment when it was read (SCAN), no two at the same";
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            while (pieceAt == piece.length && valueLeft == 0) {
                if (!advance()) {
                    return -1;
                }
            }
            int count = pieceAt < piece.length ? ofPiece(into, offset, length) : ofValue(into, offset, length);
            all.update(into, offset, count);
            return count;
        } catch (StoreException e) {
            throw new Carried(e);
        } catch (RespReader.Malformed e) {
            throw new Carried(connection.failure(e));
        }
    }

    private int ofPiece(byte[] into, int offset, int length) {
        int count = Math.min(length, piece.length - pieceAt);
        System.arraycopy(piece, pieceAt, into, offset, count);
        pieceAt += count;
        return count;
    }

    private int ofValue(byte[] into, int offset, int length) throws IOException {
        int count = connection.in().read(into, offset, (int) Math.min(length, valueLeft));
        if (count < 0) {
            throw new RespReader.Malformed("the connection ends");
        }
        payload.update(into, offset, count);
        valueLeft -= count;
        return count;
    }

    private boolean advance() throws IOException, StoreException {
        if (isInValue) {
            endValue();
        } else if (!asked.isEmpty()) {
            beginValue(asked.remove());
        } else if (!toAsk.isEmpty()) {
            ask();
        } else if (!isScanned) {
            scan();
        } else if (databases.hasNext()) {
            select(databases.next());
        } else if (!isEnded) {
            isEnded = true;
            byte[] end = new byte[9];
            end[0] = (byte) 255;
            all.update(end, 0, 1);
            Numbers.putLittleEndian(end, 1, 8, all.value());
            next(end);
        } else {
            return false;
        }
        return true;
    }

    private void next(byte[] bytes) {
        piece = bytes;
        pieceAt = 0;
    }

    private void select(int number) throws StoreException {
        connection.demand("SELECT", Integer.toString(number));
        seen.clear();
        cursor = FIRST;
        isScanned = false;
        ByteArrayOutputStream begin = new ByteArrayOutputStream();
        begin.write(254);
        writeLength(begin, number);
        next(begin.toByteArray());
    }

    private void scan() throws StoreException {
        if (connection.demand("SCAN", cursor, "COUNT", "500") instanceof Reply.Several answer
                && answer.replies().size() == 2
                && answer.replies().get(0) instanceof Reply.Text next
                && answer.replies().get(1) instanceof Reply.Several keys) {
            cursor = new String(next.bytes(), StandardCharsets.ISO_8859_1);
            isScanned = cursor.equals(FIRST);
            for (Reply key : keys.replies()) {
                if (key instanceof Reply.Text name && seen.add(digests.of(name.bytes()))) {
                    toAsk.add(name.bytes());
                }
            }
        } else {
            throw new StoreException(Reason.TOOL_FAILED, "the server answers SCAN with something else", "");
        }
    }

    /** Each key in a transaction, so that value and expiry are of one moment. */
    private void ask() throws IOException {
        for (int i = 0; i < AT_ONCE && !toAsk.isEmpty(); i++) {
            byte[] key = toAsk.remove();
            connection.send(ascii("MULTI"));
            connection.send(ascii("PEXPIRETIME"), key);
            connection.send(ascii("DUMP"), key);
            connection.send(ascii("EXEC"));
            asked.add(key);
        }
        connection.flush();
    }

    private void beginValue(byte[] key) throws IOException, StoreException {
        for (int i = 0; i < 3; i++) {
            accepted(connection.receive());
        }
        RespReader replies = connection.replies();
        int kind = replies.octet();
        String count = replies.line();
        if (kind == '-') {
            accepted(new Reply.Refusal(count));
        }
        if (kind != '*' || !count.equals("2") || !(connection.receive() instanceof Reply.Number expiry)) {
            throw new RespReader.Malformed("an answer to a transaction that is none");
        }
        if (replies.octet() != '$') {
            throw new RespReader.Malformed("an answer to DUMP that is none");
        }
        long length = RespReader.number(replies.line());
        if (length == -1) {
            return; // it is gone by now
        }
        if (length <= FOOT) {
            throw new RespReader.Malformed("an answer to DUMP of " + length + " bytes");
        }
        byte[] type = {(byte) replies.octet()};
        payload.reset();
        payload.update(type, 0, 1);
        valueLeft = length - 1 - FOOT;
        isInValue = true;
        next(keyOf(key, expiry.value(), type[0]));
    }

    private void accepted(Reply reply) throws StoreException {
        if (reply instanceof Reply.Refusal refusal) {
            throw connection.failures().of("PEXPIRETIME or DUMP", refusal);
        }
    }

    private static byte[] keyOf(byte[] name, long expiry, byte type) {
        ByteArrayOutputStream key = new ByteArrayOutputStream(name.length + 32);
        if (expiry >= 0) {
            byte[] millis = new byte[8];
            Numbers.putLittleEndian(millis, 0, 8, expiry);
            key.write(252);
            key.writeBytes(millis);
        }
        key.write(type);
        writeLength(key, name.length);
        key.writeBytes(name);
        return key.toByteArray();
    }

    private void endValue() throws IOException {
        isInValue = false;
        byte[] foot = connection.in().readNBytes(FOOT);
        if (foot.length < FOOT) {
            throw new RespReader.Malformed("the connection ends");
        }
        payload.update(foot, 0, 2);
        boolean isRight = Numbers.littleEndian(foot, 2, 8) == payload.value();
        if (!isRight || Numbers.littleEndian(foot, 0, 2) != version) {
            throw new MalformedRdb("an answer to DUMP has a wrong checksum or another version");
        }
        connection.replies().endOfLine();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 64) {
            out.write(length);
            return;
        }
        out.write(0x80);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(length >>> shift);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
