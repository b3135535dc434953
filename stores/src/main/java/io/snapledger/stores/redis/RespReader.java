package io.snapledger.stores.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads answers in RESP 2, each with limits: of a line, of bytes held in memory, of how many answers stand in one and how deep.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">RESP</a>
 */
final class RespReader {

    /** An answer that is none. */
    static final class Malformed extends IOException {

        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int MOST_REPLIES = 1_000_000;
    private static final int DEEPEST = 8;

    private final InputStream in;

    /** @param in buffered */
    RespReader(InputStream in) {
        this.in = in;
    }

    Reply read() throws IOException {
        return read(new long[] {MOST_BYTES, MOST_REPLIES}, 0);
    }

    /** @param left bytes and replies that may still come in this one */
    private Reply read(long[] left, int depth) throws IOException {
        int kind = octet();
        String line = line();
        return switch (kind) {
            case '+' -> new Reply.Word(line);
            case '-' -> new Reply.Refusal(line);
            case ':' -> new Reply.Number(number(line));
            case '$' -> text(number(line), left);
            case '*' -> several(number(line), left, depth);
            default -> throw new Malformed("an answer of unknown kind " + kind);
        };
    }

    private Reply text(long length, long[] left) throws IOException {
        if (length == -1) {
            return new Reply.Nothing();
        }
        left[0] -= length;
        if (length < 0 || left[0] < 0) {
            throw new Malformed("an answer of " + length + " bytes; at most " + MOST_BYTES + " are read");
        }
        byte[] bytes = in.readNBytes((int) length); // which grows with what really comes
        if (bytes.length < length) {
            throw new Malformed("an answer that ends in its middle");
        }
        endOfLine();
        return new Reply.Text(bytes);
    }

    private Reply several(long count, long[] left, int depth) throws IOException {
        if (count == -1) {
            return new Reply.Nothing();
        }
        left[1] -= count;
        if (count < 0 || left[1] < 0 || depth == DEEPEST) {
            throw new Malformed("an answer of " + count + " answers, " + depth + " deep");
        }
        List<Reply> replies = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            replies.add(read(left, depth + 1));
        }
        return new Reply.Several(replies);
    }

    /** A line without its end. */
    String line() throws IOException {
        byte[] line = new byte[64];
        int length = 0;
        for (int b = octet(); b != '\r'; b = octet()) {
            if (length == LONGEST_LINE) {
                throw new Malformed("a line of more than " + LONGEST_LINE + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, 2 * length);
            }
            line[length++] = (byte) b;
        }
        if (octet() != '\n') {
            throw new Malformed("a line without its end");
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    void endOfLine() throws IOException {
        if (octet() != '\r' || octet() != '\n') {
            throw new Malformed("an answer longer than it says");
        }
    }

    static long number(String text) throws Malformed {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Malformed("a number that is none");
        }
    }

    int octet() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new Malformed("the connection ends");
        }
        return b;
    }
}
