package io.snapledger.stores.etcd;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes a small database as bbolt does, and lets a test spoil any number in it. */
final class BoltBytes {

    static final int PAGE = 4096;
    static final int ROOT = 2;
    static final int KEYS = 3;

    private static final int META_PAGES = 2;

    private final List<byte[][]> items = new ArrayList<>();

    /** The change of a key at a revision. */
    BoltBytes change(long revision, String key, String value) {
        return item(name(revision, ""), message(revision, key, value));
    }

    BoltBytes removal(long revision, String key) {
        return item(name(revision, "t"), message(0, key, ""));
    }

    BoltBytes item(byte[] name, byte[] value) {
        items.add(new byte[][] {name, value});
        return this;
    }

    static byte[] name(long revision, String end) {
        ByteBuffer name = ByteBuffer.allocate(17 + end.length());
        name.putLong(revision).put((byte) '_').putLong(0).put(end.getBytes(StandardCharsets.US_ASCII));
        return name.array();
    }

    static byte[] message(long revision, String key, String value) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        field(message, 1, key);
        if (revision > 0) {
            message.write(3 << 3);
            varint(message, revision);
        }
        field(message, 5, value);
        return message.toByteArray();
    }

    private static void field(ByteArrayOutputStream message, int number, String text) {
        message.write(number << 3 | 2);
        varint(message, text.length());
        message.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void varint(ByteArrayOutputStream out, long number) {
        long rest = number;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** Page 2 holds the buckets, of which there is {@code key}; page 3 its items. */
    ByteBuffer bytes() {
        ByteBuffer file = ByteBuffer.allocate(4 * PAGE).order(ByteOrder.LITTLE_ENDIAN);
        byte[] bucket = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(KEYS)
                .array();
        leaf(file, ROOT, List.<byte[][]>of(new byte[][] {"key".getBytes(StandardCharsets.US_ASCII), bucket}), 1);
        leaf(file, KEYS, items, 0);
        meta(file);
        return file;
    }

    private static void leaf(ByteBuffer file, int page, List<byte[][]> items, int flags) {
        int begin = page * PAGE;
        file.putLong(begin, page).putShort(begin + 8, (short) 2).putShort(begin + 10, (short) items.size());
        int data = begin + 16 + 16 * items.size();
        for (int i = 0; i < items.size(); i++) {
            int element = begin + 16 + 16 * i;
            byte[] key = items.get(i)[0];
            byte[] value = items.get(i)[1];
            file.putInt(element, flags).putInt(element + 4, data - element);
            file.putInt(element + 8, key.length).putInt(element + 12, value.length);
            file.put(data, key).put(data + key.length, value);
            data += key.length + value.length;
        }
    }

    /** Writes both metas, with right sums. */
    static void meta(ByteBuffer file) {
        meta(file, PAGE, ROOT, file.capacity() / PAGE);
    }

    static void meta(ByteBuffer file, int pageSize, long root, long pages) {
        for (int page = 0; page < META_PAGES; page++) {
            int begin = page * PAGE;
            file.putLong(begin, page).putShort(begin + 8, (short) 4);
            file.putInt(begin + 16, 0xED0CDAED).putInt(begin + 20, 2).putInt(begin + 24, pageSize);
            file.putLong(begin + 32, root).putLong(begin + 56, pages).putLong(begin + 64, 10 - page);
            long sum = 0xcbf29ce484222325L;
            for (int i = 0; i < 56; i++) {
                sum = (sum ^ (file.get(begin + 16 + i) & 0xff)) * 0x100000001b3L;
            }
            file.putLong(begin + 72, sum);
        }
    }
}
