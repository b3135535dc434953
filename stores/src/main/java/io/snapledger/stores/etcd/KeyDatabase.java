package io.snapledger.stores.etcd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The database of a member, read from a file: its keys are in the bucket {@code key} by revision (etcd: server/storage/mvcc), which are 8 bytes
 * of a transaction's number, {@code _}, 8 bytes of the change's number in it, and {@code t} where the key was removed.
 */
final class KeyDatabase implements AutoCloseable {

    private static final int MOST_LEASES = 200_000;

    private final FileChannel file;
    private final BoltFile bolt;
    private final TimeLeft time;
    private final BitSet live;
    private long revision = 1;

    private KeyDatabase(FileChannel file, BoltFile bolt, Path work, TimeLeft time) throws IOException {
        this.file = file;
        this.time = time;
        this.bolt = bolt;
        try (LiveRevisions found = new LiveRevisions(work, bolt.length())) {
            bolt.read("key", (name, value) -> found.add(keyOf(name, value).key(), removes(name)));
            live = found.find();
        }
        byte[] compacted = bolt.value("meta", "finishedCompactRev");
        if (compacted != null && compacted.length == 17) {
            revision = Math.max(revision, ByteBuffer.wrap(compacted).getLong());
        }
    }

    /** Told each key that is there. */
    @FunctionalInterface
    interface Keys {
        void key(KeyValue key) throws IOException;
    }

    /**
     * Reads through all revisions once.
     *
     * @param length bytes of the database in the file
     * @param work a directory of one's own, for a while
     * @param time when it is over, every reading of it ends with that, {@link Carried}
     */
    static KeyDatabase open(Path path, long length, Path work, TimeLeft time) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new KeyDatabase(file, BoltFile.open(file, length), work, time);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private KeyValue keyOf(byte[] name, byte[] value) throws IOException {
        requireTime();
        boolean isRevision = (name.length == 17 || removes(name)) && name[8] == '_';
        if (!isRevision) {
            throw new MalformedDatabase("a revision has a name of " + name.length + " bytes");
        }
        long main = ByteBuffer.wrap(name).getLong();
        KeyValue key = KeyValue.read(value);
        if (main < revision || (!removes(name) && key.modified() != main)) {
            throw new MalformedDatabase("revision " + main + " says that it is " + key.modified());
        }
        revision = main;
        return key;
    }

    private void requireTime() throws Carried {
        if (time.isOver()) {
            throw new Carried(time.passed());
        }
    }

    private static boolean removes(byte[] name) {
        return name.length == 18 && name[17] == 't';
    }

    /** Tells each key as it is at the last revision, in the order of their changes. The mark of a restore is none. */
    void read(Keys keys) throws IOException {
        int[] number = new int[1];
        bolt.read("key", (name, value) -> {
            requireTime();
            if (live.get(number[0]++)) {
                KeyValue key = KeyValue.read(value);
                if (!Mark.is(key.key())) {
                    keys.key(key);
                }
            }
        });
    }

    Tally tally() throws IOException {
        Tally tally = new Tally();
        read(key -> tally.add(key.key(), key.value(), key.lease()));
        return tally;
    }

    /** Whether a restore into it had not ended. */
    boolean hasMark() throws IOException {
        boolean[] found = new boolean[1];
        int[] number = new int[1];
        bolt.read("key", (name, value) -> {
            if (live.get(number[0]++) && Mark.is(KeyValue.read(value).key())) {
                found[0] = true;
            }
        });
        return found[0];
    }

    /** How many keys there are, the mark of a restore among them. */
    long keys() {
        return live.cardinality();
    }

    /** Of the last change. */
    long revision() {
        return revision;
    }

    /** Seconds that each lease was given, by its number. */
    Map<Long, Long> leases() throws IOException {
        Map<Long, Long> leases = new HashMap<>();
        bolt.read("lease", (name, value) -> {
            if (leases.size() == MOST_LEASES) {
                throw new MalformedDatabase("more than " + MOST_LEASES + " leases are not read");
            }
            long seconds = 0;
            KeyValue.Fields fields = new KeyValue.Fields(value);
            while (fields.next()) {
                seconds = fields.number() == 2 ? fields.integer() : seconds;
            }
            if (name.length == 8) {
                leases.put(ByteBuffer.wrap(name).getLong(), seconds);
            }
        });
        return leases;
    }

    /** Whether its users must prove who they are. */
    boolean asksForUsers() throws IOException {
        return Arrays.equals(bolt.value("auth", "authEnabled"), new byte[] {1});
    }

    long users() throws IOException {
        return bolt.count("authUsers");
    }

    long roles() throws IOException {
        return bolt.count("authRoles");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
