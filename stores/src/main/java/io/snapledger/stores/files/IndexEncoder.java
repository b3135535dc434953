package io.snapledger.stores.files;

import io.snapledger.posix.BytePath;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Writes entries, each as what it differs in from the one before: of the path what is not shared, of the place how far it is. Numbers are
 * of seven bits a byte, lowest first, the highest bit set where more follow; signed ones are folded (0, -1, 1, -2, …).
 */
final class IndexEncoder {

    /** Bits of the first byte of an entry; the lowest two are the type. */
    static final int HARD_LINK = 0x04;

    static final int NOT_COUNTED = 0x08;

    /** In the place of an entry. */
    static final int END = 0xff;

    /** Of all offsets in an archive. */
    static final int BLOCK = 512;

    private final OutputStream out;
    private byte[] line = new byte[256];
    private int length;
    private byte[] path = new byte[0];
    private long block;

    IndexEncoder(OutputStream out) {
        this.out = out;
    }

    void write(IndexEntry entry) throws IOException {
        put(entry.type().ordinal() | (entry.isHardLink() ? HARD_LINK : 0) | (entry.counted() ? 0 : NOT_COUNTED));
        path(entry.path());
        number(entry.attributes().mode());
        number(entry.attributes().owner());
        number(entry.attributes().group());
        folded(entry.attributes().modified().seconds());
        number(entry.attributes().modified().nanos());
        long here = entry.place().offset() / BLOCK;
        folded(here - block);
        block = here;
        if (entry.isHardLink()) {
            bytes(entry.place().firstName().bytes());
            folded(entry.place().contentOffset() / BLOCK - here);
        }
        switch (entry.type()) {
            case FILE -> content(entry.content());
            case SYMBOLIC_LINK -> bytes(entry.target().bytes());
            case DIRECTORY -> {}
        }
        flush();
    }

    /** Says that none follows. @param count how many there were */
    void end(long count) throws IOException {
        put(END);
        number(count);
        flush();
    }

    /** An entry at once: the streams below lock for each byte. */
    private void flush() throws IOException {
        out.write(line, 0, length);
        length = 0;
    }

    private void put(int oneByte) {
        reserve(1);
        line[length++] = (byte) oneByte;
    }

    private void put(byte[] bytes, int from) {
        int count = bytes.length - from;
        reserve(count);
        System.arraycopy(bytes, from, line, length, count);
        length += count;
    }

    private void reserve(int count) {
        if (line.length - length < count) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, length + count));
        }
    }

    private void path(BytePath next) {
        byte[] bytes = next.bytes();
        int mismatch = Arrays.mismatch(path, bytes);
        int shared = mismatch < 0 ? bytes.length : mismatch;
        number(shared);
        number(bytes.length - shared);
        put(bytes, shared);
        path = bytes;
    }

    private void content(IndexEntry.Content content) {
        number(content.size());
        number(content.size() - content.stored());
        put(HexFormat.of().parseHex(content.hash()), 0);
    }

    private void bytes(byte[] bytes) {
        number(bytes.length);
        put(bytes, 0);
    }

    private void folded(long value) {
        number(value << 1 ^ value >> 63);
    }

    private void number(long value) {
        long left = value;
        while ((left & ~0x7fL) != 0) {
            put((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        put((int) left);
    }
}
