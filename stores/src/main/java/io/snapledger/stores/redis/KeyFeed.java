package io.snapledger.stores.redis;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * Brings the keys of an RDB to a server while it is read, each by RESTORE with the value's own bytes, without waiting for each answer. A value is
 * held in memory up to {@value #HELD} bytes; of a longer one the length must be known before, by a {@link Lengths first reading}.
 *
 * @see <a href="https://redis.io/docs/latest/commands/restore/">RESTORE</a>
 */
final class KeyFeed implements RdbReader.Visitor {

    /** Bytes of a payload besides the value: its type, the version and the checksum. */
    static final int AROUND = 1 + 2 + 8;

    private static final int HELD = 1024 * 1024;
    private static final int UNANSWERED = 1024;

    /** The lengths of long values, in their order. */
    static final class Lengths implements RdbReader.Visitor {

        private final Queue<Long> lengths = new ArrayDeque<>();

        @Override
        public void value(Key key, Value value, long length) {
            if (length > HELD) {
                lengths.add(length);
            }
        }
    }

    private final Connection connection;
    private final RestoreScope scope;
    private final Queue<Long> lengths;
    private final Clock clock;
    private final Crc64 crc = new Crc64();
    private byte[] held = new byte[64 * 1024];
    private int heldLength;
    private RdbInput input;
    private Key key;
    private long passedOn;
    private boolean isLong;
    private boolean isSkipped;
    private int unanswered;
    private long expired;

    KeyFeed(Connection connection, RestoreScope scope, Lengths lengths, Clock clock) {
        this.connection = connection;
        this.scope = scope;
        this.lengths = new ArrayDeque<>(lengths.lengths);
        this.clock = clock;
    }

    /** Keys that had expired before they could be restored. */
    long expired() {
        return expired;
    }

    @Override
    public void from(RdbInput from) {
        input = from;
    }

    @Override
    public void database(int number, long offset) throws IOException {
        String target = Integer.toString(scope.options().nameAtTarget(number));
        try {
            connection.send(ascii("SELECT"), ascii(target));
        } catch (IOException e) {
            throw new Carried(connection.failure(e));
        }
        sent();
    }

    @Override
    public void function(byte[] code) throws IOException {
        try {
            connection.send(
                    ascii("FUNCTION"),
                    ascii("RESTORE"),
                    Payload.ofFunction(code, scope.sections().version()));
        } catch (IOException e) {
            throw new Carried(connection.failure(e));
        }
        sent();
    }

    @Override
    public void key(Key next) throws IOException {
        key = next;
        heldLength = 0;
        passedOn = 0;
        isLong = false;
        boolean hasExpired = key.hasExpired(clock.millis());
        isSkipped = hasExpired || key.isMark();
        if (hasExpired) {
            expired++;
        }
        input.tap(new Taker());
    }

    @Override
    public void value(Key same, Value value, long length) throws IOException {
        input.untap();
        if (isLong) {
            lengths.remove();
        }
        if (isSkipped) {
            return;
        }
        try {
            if (!isLong) {
                begin(heldLength);
                pass(held, 0, heldLength);
            } else if (passedOn != length) {
                throw new MalformedRdb("a value is not as long as it was at its first reading");
            }
            byte[] end = Payload.end(crc, scope.sections().version());
            connection.write(end, 0, end.length);
        } catch (MalformedRdb e) {
            throw e;
        } catch (IOException e) {
            throw new Carried(connection.failure(e));
        }
        sent();
    }

    /** Waits until the server has answered everything. */
    void finish() throws IOException {
        answers(0);
    }

    /** The value's bytes as they are read. */
    private final class Taker extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                take(bytes, offset, length);
            } catch (Carried | MalformedRdb e) {
                throw e;
            } catch (IOException e) {
                throw new Carried(connection.failure(e));
            }
        }
    }

    private void take(byte[] bytes, int offset, int length) throws IOException {
        if (!isLong && heldLength + length > HELD) {
            beginLong();
        }
        if (isSkipped) {
            heldLength += isLong ? 0 : length;
        } else if (isLong) {
            pass(bytes, offset, length);
        } else {
            hold(bytes, offset, length);
        }
    }

    private void hold(byte[] bytes, int offset, int length) {
        if (heldLength + length > held.length) {
            held = Arrays.copyOf(held, Math.min(HELD, Math.max(2 * held.length, heldLength + length)));
        }
        System.arraycopy(bytes, offset, held, heldLength, length);
        heldLength += length;
    }

    private void beginLong() throws IOException {
        Long length = lengths.peek();
        if (length == null) {
            throw new MalformedRdb("a value is longer than it was at its first reading");
        }
        isLong = true;
        if (!isSkipped) {
            begin(length);
            pass(held, 0, heldLength);
        }
    }

    /** The command up to where the value begins. */
    private void begin(long length) throws IOException {
        connection.head('*', 5);
        word(ascii("RESTORE"));
        word(key.name());
        word(ascii(key.expires() ? Long.toString(key.expiry()) : "0"));
        connection.head('$', length + AROUND);
        byte[] type = {(byte) key.type()};
        crc.reset();
        crc.update(type, 0, 1);
        connection.write(type, 0, 1);
    }

    private void pass(byte[] bytes, int offset, int length) throws IOException {
        crc.update(bytes, offset, length);
        connection.write(bytes, offset, length);
        passedOn += length;
    }

    private void word(byte[] word) throws IOException {
        connection.head('$', word.length);
        connection.write(word, 0, word.length);
        connection.write(Payload.LINE_END, 0, 2);
    }

    private void sent() throws IOException {
        unanswered++;
        if (unanswered == UNANSWERED) {
            answers(UNANSWERED / 2);
        }
    }

    private void answers(int leave) throws IOException {
        try {
            connection.flush();
            for (; unanswered > leave; unanswered--) {
                if (connection.receive() instanceof Reply.Refusal refusal) {
                    throw new Carried(refused(refusal));
                }
            }
        } catch (Carried e) {
            throw e;
        } catch (IOException e) {
            throw new Carried(connection.failure(e));
        }
    }

    private StoreException refused(Reply.Refusal refusal) {
        StoreException failure = connection.failures().of("a part of the snapshot", refusal);
        boolean notUnderstood =
                refusal.text().contains("payload version") || refusal.text().contains("Bad data format");
        return notUnderstood
                ? new StoreException(
                        Reason.VERSION,
                        failure.getMessage(),
                        "restore into a server of the same kind, of at least the same version, with the same modules")
                : failure;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
