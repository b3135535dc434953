package io.snapledger.stores.etcd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file of bbolt, as etcd keeps its data in: trees of pages (go.etcd.io/bbolt: page.go, bucket.go, db.go). It may come from a stranger:
 * every number is checked before it is used, no page is reached twice, keys ascend, and what is held at once has a limit.
 */
final class BoltFile {

    /** Bytes of one key and its value. etcd takes 1.5 MiB unless it is told otherwise, and warns above 10 MiB. */
    static final long LARGEST_ITEM = 16L << 20;

    private static final int DEEPEST = 40;

    private final FileChannel file;
    private final long length;
    private final BoltMeta meta;

    private BoltFile(FileChannel file, long length, BoltMeta meta) {
        this.file = file;
        this.length = length;
        this.meta = meta;
    }

    /** Told each item of a bucket, in the order of keys. */
    @FunctionalInterface
    interface Items {
        void item(byte[] key, byte[] value) throws IOException;
    }

    /** @param length of the file without what follows the database */
    static BoltFile open(FileChannel file, long length) throws IOException {
        BoltMeta newest = null;
        for (long at = 0; at <= 1 << 16; at = at == 0 ? 512 : at * 2) {
            BoltMeta found = at + BoltMeta.BYTES <= length ? BoltMeta.read(read(file, at, BoltMeta.BYTES)) : null;
            boolean isOne = found != null && (at == 0 || at == found.pageSize());
            if (isOne && (newest == null || found.transaction() > newest.transaction())) {
                newest = found;
            }
        }
        if (newest == null) {
            throw new MalformedDatabase("it has no sound beginning (no valid meta page)");
        }
        if (newest.pages() > length / newest.pageSize()) {
            throw new MalformedDatabase("it has " + length + " bytes, fewer than its " + newest.pages() + " pages of "
                    + newest.pageSize() + " bytes");
        }
        return new BoltFile(file, length, newest);
    }

    /** Tells the items of a bucket; none if it is not there. */
    void read(String bucket, Items items) throws IOException {
        byte[] wanted = bucket.getBytes(StandardCharsets.US_ASCII);
        new Walk((flags, key, value) -> {
                    if (Arrays.equals(key, wanted)) {
                        requireBucket(flags, bucket);
                        readBucket(value, items);
                    }
                })
                .at(meta.root(), 0);
    }

    /** One value of a bucket; null: there is none. */
    byte[] value(String bucket, String key) throws IOException {
        byte[] wanted = key.getBytes(StandardCharsets.US_ASCII);
        byte[][] found = new byte[1][];
        read(bucket, (name, value) -> found[0] = Arrays.equals(name, wanted) ? value : found[0]);
        return found[0];
    }

    /** How many items a bucket has. */
    long count(String bucket) throws IOException {
        long[] count = new long[1];
        read(bucket, (key, value) -> count[0]++);
        return count[0];
    }

    private static void requireBucket(int flags, String bucket) throws MalformedDatabase {
        if ((flags & BoltPage.BUCKET) == 0) {
            throw new MalformedDatabase("'" + bucket + "' is no bucket");
        }
    }

    private void readBucket(byte[] value, Items items) throws IOException {
        if (value.length < 16) {
            throw new MalformedDatabase("a bucket has " + value.length + " bytes");
        }
        Walk walk = new Walk((flags, key, item) -> {
            if ((flags & BoltPage.BUCKET) != 0) {
                throw new MalformedDatabase("a bucket lies where a value should");
            }
            items.item(key, item);
        });
        long root = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (root == 0) {
            walk.inline(Arrays.copyOfRange(value, 16, value.length));
        } else {
            walk.at(root, 0);
        }
    }

    private static ByteBuffer read(FileChannel file, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, at + bytes.position()) < 0) {
                throw new MalformedDatabase("it ends at byte " + (at + bytes.position()));
            }
        }
        return bytes.flip();
    }

    private interface RawItems {
        void item(int flags, byte[] key, byte[] value) throws IOException;
    }

    /** One way through a tree. */
    private final class Walk {

        private final RawItems items;
        private long pages;
        private byte[] last;

        Walk(RawItems items) {
            this.items = items;
        }

        void at(long page, int depth) throws IOException {
            BoltPage there = page(page, depth);
            if (there.isLeaf()) {
                tell(there);
                return;
            }
            for (int i = 0; i < there.count(); i++) {
                at(there.element(i).page(), depth + 1);
            }
        }

        void inline(byte[] bytes) throws IOException {
            if (bytes.length < BoltPage.HEADER) {
                throw new MalformedDatabase("an inline bucket has " + bytes.length + " bytes");
            }
            BoltPage page = BoltPage.of(0, bytes.length, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            if (!page.isLeaf()) {
                throw new MalformedDatabase("an inline bucket is no leaf");
            }
            tell(page);
        }

        private BoltPage page(long number, int depth) throws IOException {
            if (number < 2 || number >= meta.pages() || depth > DEEPEST) {
                throw new MalformedDatabase("page " + number + " of " + meta.pages() + " at depth " + depth);
            }
            int size = meta.pageSize();
            ByteBuffer head = read(file, number * size, size);
            long overflow = head.getInt(12) & 0xffffffffL;
            pages += 1 + overflow;
            if (head.getLong(0) != number || number + overflow >= meta.pages() || pages > meta.pages()) {
                throw new MalformedDatabase("page " + number + " says that it is page " + head.getLong(0) + " with "
                        + overflow + " more, or is reached twice");
            }
            long table = BoltPage.tableBytes(head);
            long bytes = (1 + overflow) * size;
            return BoltPage.of(
                    number * size,
                    bytes,
                    table > size && table <= bytes ? read(file, number * size, (int) table) : head);
        }

        private void tell(BoltPage page) throws IOException {
            long used = 0;
            for (int i = 0; i < page.count(); i++) {
                BoltPage.Element element = page.element(i);
                long bytes = element.keyBytes() + element.valueBytes();
                used += BoltPage.ELEMENT + bytes;
                if (bytes > LARGEST_ITEM) {
                    throw new MalformedDatabase(
                            "an item has " + bytes + " bytes, more than " + LARGEST_ITEM + " are not read");
                }
                if (used > page.length()) {
                    throw new MalformedDatabase("elements of the page at byte " + page.begin() + " overlap");
                }
                byte[] both = bytes(page, element.key(), (int) bytes);
                byte[] key = Arrays.copyOf(both, (int) element.keyBytes());
                if (last != null && Arrays.compareUnsigned(last, key) >= 0) {
                    throw new MalformedDatabase("keys do not ascend in the page at byte " + page.begin());
                }
                last = key;
                items.item(element.flags(), key, Arrays.copyOfRange(both, key.length, both.length));
            }
        }

        private byte[] bytes(BoltPage page, long offset, int count) throws IOException {
            if (offset + count <= page.head().limit()) {
                byte[] bytes = new byte[count];
                page.head().get((int) offset, bytes);
                return bytes;
            }
            return read(file, page.begin() + offset, count).array();
        }
    }

    /** Bytes of the database itself. */
    long length() {
        return length;
    }
}
