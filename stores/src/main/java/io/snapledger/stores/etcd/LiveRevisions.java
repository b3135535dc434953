package io.snapledger.stores.etcd;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Tells which revisions are what their keys hold now: the last one of each key, unless it removes the key. Revisions are told in their
 * order; keys are not kept in memory but, as 128 bits of SHA-256 each, in files by which they are sorted apart, so that one file's keys
 * fit. What is held is a bit for each revision, and the keys of one file.
 */
final class LiveRevisions implements AutoCloseable {

    private static final int MOST_FILES = 256;
    private static final int BUFFER = 8 * 1024;

    private final List<Path> paths = new ArrayList<>();
    private final List<DataOutputStream> files = new ArrayList<>();
    private final MessageDigest digest;
    private final BitSet live = new BitSet();
    private int count;

    /** @param bytes of the database, from which follows how many keys it may have */
    LiveRevisions(Path directory, long bytes) throws IOException {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        long wanted = Math.min(MOST_FILES, Math.max(1, bytes >> 22));
        for (int i = 0; i < wanted; i++) {
            Path path = directory.resolve("keys-" + i);
            paths.add(path);
            files.add(new DataOutputStream(new BufferedOutputStream(
                    Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), BUFFER)));
        }
    }

    /** Tells the next revision. */
    void add(byte[] key, boolean removes) throws IOException {
        if (count == Integer.MAX_VALUE) {
            throw new MalformedDatabase("more than " + count + " revisions");
        }
        byte[] hash = digest.digest(key);
        DataOutputStream file = files.get((hash[16] & 0xff) % files.size());
        file.write(hash, 0, 16);
        file.writeInt(count++);
        file.writeBoolean(removes);
    }

    /** All were told: which of them count, by their numbers from 0. */
    BitSet find() throws IOException {
        closeFiles();
        for (Path path : paths) {
            Last last = new Last();
            try (DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 8 * BUFFER))) {
                while (true) {
                    last.put(in.readLong(), in.readLong(), in.readInt(), in.readBoolean());
                }
            } catch (EOFException e) {
                last.tell(live);
            }
        }
        return live;
    }

    int count() {
        return count;
    }

    private void closeFiles() throws IOException {
        for (DataOutputStream file : files) {
            file.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeFiles();
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }

    /** The last revision of each key: a table of numbers, not of objects. */
    private static final class Last {

        private static final int FIELDS = 3;

        private long[] table = new long[FIELDS * 1024];
        private int size;

        /** @param revision its number */
        void put(long high, long low, int revision, boolean removes) {
            if (size * 2 > table.length / FIELDS) {
                grow();
            }
            set(high, low, ((long) revision + 1) << 1 | (removes ? 1 : 0));
        }

        private void set(long high, long low, long word) {
            int slots = table.length / FIELDS;
            int slot = (int) (low & (slots - 1));
            while (table[slot * FIELDS + 2] != 0 && (table[slot * FIELDS] != high || table[slot * FIELDS + 1] != low)) {
                slot = (slot + 1) & (slots - 1);
            }
            int at = slot * FIELDS;
            size += table[at + 2] == 0 ? 1 : 0;
            table[at] = high;
            table[at + 1] = low;
            table[at + 2] = word;
        }

        private void grow() {
            long[] old = table;
            table = new long[old.length * 2];
            size = 0;
            for (int at = 0; at < old.length; at += FIELDS) {
                if (old[at + 2] != 0) {
                    set(old[at], old[at + 1], old[at + 2]);
                }
            }
        }

        void tell(BitSet live) {
            for (int at = 0; at < table.length; at += FIELDS) {
                if (table[at + 2] != 0 && (table[at + 2] & 1) == 0) {
                    live.set((int) (table[at + 2] >> 1) - 1);
                }
            }
        }
    }
}
