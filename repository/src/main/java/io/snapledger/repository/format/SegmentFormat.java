package io.snapledger.repository.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Byte layout of a segment file; all numbers are big-endian.
 *
 * <pre>
 * header   48   "SNPLSEG1", kind (1 byte), 7 zero bytes, salt (32 bytes)
 * chunks        for each: AES-256-GCM ciphertext and tag (16 bytes) of the payload
 * index         AES-256-GCM ciphertext and tag of 41 bytes for each chunk:
 *               chunk id (32), plain length (4), payload length (4), codec (1: 0 as it is, 1 zstd)
 * trailer  16   number of chunks (4), length of the sealed index (4), "SNPLEND1"
 * </pre>
 */
public final class SegmentFormat {

    public static final int HEADER = 48;
    public static final int SALT = 32;
    public static final int TAG = 16;
    public static final int ENTRY = 41;
    public static final int TRAILER = 16;
    public static final int ID = 32;

    public static final byte STORED = 0;
    public static final byte ZSTD = 1;

    /** Counter of the index. */
    public static final int INDEX_COUNTER = -1;

    private static final long BEGIN = magic("SNPLSEG1");
    private static final long END = magic("SNPLEND1");

    private SegmentFormat() {}

    private static long magic(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).getLong();
    }

    public static void putHeader(ByteBuffer buffer, SegmentKind kind, byte[] salt) {
        buffer.putLong(BEGIN).putLong((long) kind.number() << 56).put(salt);
    }

    /** Whether the first 16 bytes are the header of that kind. */
    static boolean isHeader(ByteBuffer buffer, SegmentKind kind) {
        return buffer.getLong(0) == BEGIN && buffer.getLong(8) == (long) kind.number() << 56;
    }

    public static void putTrailer(ByteBuffer buffer, int chunks, int sealedIndex) {
        buffer.putInt(chunks).putInt(sealedIndex).putLong(END);
    }

    /** Whether the last 8 bytes are those of a trailer that begins at {@code position}. */
    static boolean isTrailer(ByteBuffer buffer, int position) {
        return buffer.getLong(position + 8) == END;
    }
}
