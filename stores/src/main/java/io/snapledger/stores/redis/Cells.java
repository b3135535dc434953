package io.snapledger.stores.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The cells of a packed list, read forwards and in constant memory. Everything that its format says twice must agree, so that no list that
 * is unsound comes near a server, which would not look.
 */
abstract class Cells {

    private static final int LONGEST_NUMBER = 64;

    final Bytes bytes;
    private final Digest.Maker digests;
    private final byte[] scratch = new byte[Long.BYTES];
    private long textLeft = -1; // a text of so many bytes is to be read; -1: the cell is a number
    private long value;

    Cells(Bytes bytes, Digest.Maker digests) {
        this.bytes = bytes;
        this.digests = digests;
    }

    /** Goes on to the next cell; the one before must have been read. False at the end, which was then proved sound. */
    abstract boolean next() throws IOException;

    /** What the cell says, whether kept as a number or as text. */
    final Digest digest() throws IOException {
        if (textLeft < 0) {
            return digests.ofNumber(value);
        }
        Digest digest = digests.of(bytes, textLeft);
        textLeft = -1;
        return digest;
    }

    /** The cell as an integer. */
    final long number() throws IOException {
        if (textLeft >= 0) {
            throw new MalformedRdb("text stands where a packed list has a number");
        }
        return value;
    }

    /** The cell as a floating-point number. */
    final double score() throws IOException {
        if (textLeft < 0) {
            return value;
        }
        if (textLeft > LONGEST_NUMBER) {
            throw new MalformedRdb("a score of " + textLeft + " bytes");
        }
        byte[] text = new byte[(int) textLeft];
        bytes.readFully(text, text.length);
        textLeft = -1;
        return parsed(new String(text, StandardCharsets.ISO_8859_1));
    }

    private static double parsed(String text) throws MalformedRdb {
        try {
            return switch (text) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw new MalformedRdb("a score that is no number");
        }
    }

    /** The cell is text of so many bytes. */
    final void text(long length) throws MalformedRdb {
        if (length > bytes.left()) {
            throw unsound("a cell is longer than the list");
        }
        textLeft = length;
    }

    final void number(long number) {
        textLeft = -1;
        value = number;
    }

    final int octet() throws IOException {
        return (int) little(1);
    }

    final long little(int width) throws IOException {
        bytes.readFully(scratch, width);
        return Numbers.littleEndian(scratch, 0, width);
    }

    final long big(int width) throws IOException {
        bytes.readFully(scratch, width);
        return Numbers.bigEndian(scratch, 0, width);
    }

    final long signed(int width) throws IOException {
        return Numbers.signed(little(width), width);
    }

    final void require(boolean sound, String otherwise) throws MalformedRdb {
        if (!sound) {
            throw unsound(otherwise);
        }
    }

    private static MalformedRdb unsound(String why) {
        return new MalformedRdb("an unsound packed list: " + why);
    }
}
