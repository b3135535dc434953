package io.snapledger.stores.postgresql;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Proves that a stream is a whole archive of {@code pg_dump --format=custom}: it follows the framing (header, table of
 * contents, data blocks) while the bytes pass by, and demands at the end that every announced block came, once, with
 * its terminator, and that nothing follows. The format has no trailer, so this is the only proof there is.
 *
 * <p>Source of the format: PostgreSQL's {@code pg_backup_archiver.c} (WriteHead, WriteToc, WriteInt, WriteStr) and
 * {@code pg_backup_custom.c}; archive versions 1.14 (server 12) to 1.16 (17, 18).
 */
final class ArchiveFraming {

    private static final byte[] MAGIC = "PGDMP".getBytes(StandardCharsets.US_ASCII);
    private static final int CUSTOM = 1;
    private static final int DATA_BLOCK = 1;
    private static final int LARGE_OBJECTS_BLOCK = 3;
    private static final int NO_DATA = 3;
    private static final Pattern ID = Pattern.compile("[0-9]{1,10}");

    /**
     * A line of the table of contents. Texts are bytes in the archive's encoding, each as a character of ISO 8859-1.
     *
     * @param kind e.g. {@code TABLE DATA}
     * @param schema empty where it has none
     * @param tag the object's name; with arguments for a function, with the table's for a trigger
     * @param definition SQL that makes it
     * @param removal SQL that drops it; empty for what cannot be dropped
     * @param copyStatement before its rows
     * @param section when it is made: 1 none of its own, 2 before data, 3 data, 4 after data
     * @param dependencies ids of what must be there before
     */
    record Entry(
            long id,
            String kind,
            String schema,
            String tag,
            String owner,
            String definition,
            String removal,
            String copyStatement,
            int section,
            List<Long> dependencies) {}

    /** Is told what passes by. */
    interface Listener {
        /** A line of the table of contents; all come before any data. */
        default void entry(Entry entry) throws StoreException {}

        /** The data of an entry follow. */
        default void begin(Entry entry) {}

        /** Within the data of large objects, the next one; 0 after the last. */
        default void largeObject(long oid) {}

        /** The next bytes of the data. */
        default void data(byte[] data, int offset, int length) {}

        /** The data of the entry are over. */
        default void end() throws StoreException {}
    }

    private enum State {
        HEADER,
        CONTENTS,
        BLOCK,
        CHUNK,
        LARGE_OBJECT
    }

    private final Listener listener;
    private State state = State.HEADER;
    private ArchiveBytes bytes = new ArchiveBytes(4, 8);
    private int minorVersion;
    private long entriesLeft;
    private final Map<Long, Entry> announced = new LinkedHashMap<>();
    private final Set<Long> seen = new HashSet<>();
    private boolean inLargeObject;
    private long payloadLeft;
    private byte[] carry = new byte[0];
    private long total;

    ArchiveFraming() {
        this(new Listener() {});
    }

    ArchiveFraming(Listener listener) {
        this.listener = listener;
    }

    /** Whether the table of contents has passed by. */
    boolean knowsContents() {
        return state != State.HEADER && state != State.CONTENTS;
    }

    /** Follows the next bytes. */
    void accept(byte[] data, int offset, int length) throws StoreException {
        total += length;
        if (carry.length == 0) {
            carry = rest(data, offset, offset + length);
        } else {
            byte[] joined = Arrays.copyOf(carry, carry.length + length);
            System.arraycopy(data, offset, joined, carry.length, length);
            carry = rest(joined, 0, joined.length);
        }
    }

    /** The end of the stream. */
    void finish() throws StoreException {
        if (total == 0) {
            throw incomplete("the archive is empty");
        }
        if (state != State.BLOCK || payloadLeft > 0 || carry.length > 0) {
            throw incomplete("the archive ends after " + total + " bytes in the middle of "
                    + (knowsContents() ? "its data" : "its table of contents"));
        }
        for (Entry entry : announced.values()) {
            if (!seen.contains(entry.id())) {
                throw incomplete("the archive ends after " + total + " bytes without the data of " + entry.kind() + " "
                        + entry.tag());
            }
        }
    }

    private byte[] rest(byte[] data, int from, int to) throws StoreException {
        bytes.over(data, from, to);
        while (true) {
            if (payloadLeft > 0) {
                int payload = bytes.position();
                long passed = bytes.skip(payloadLeft);
                listener.data(data, payload, (int) passed);
                payloadLeft -= passed;
                if (payloadLeft > 0) {
                    return ArchiveBytes.NONE;
                }
            }
            int mark = bytes.position();
            if (bytes.remaining() == 0 || !step()) {
                return bytes.from(mark);
            }
        }
    }

    /** Reads one item; false if it is not there entirely yet. */
    private boolean step() throws StoreException {
        boolean whole =
                switch (state) {
                    case HEADER -> header();
                    case CONTENTS -> entry();
                    case BLOCK -> block();
                    case CHUNK -> chunk();
                    case LARGE_OBJECT -> largeObject();
                };
        return whole && !bytes.ranOut();
    }

    private boolean header() throws StoreException {
        if (bytes.remaining() < 11) {
            return false;
        }
        if (!Arrays.equals(bytes.take(MAGIC.length), MAGIC)) {
            throw incomplete("the stream does not begin with PGDMP");
        }
        int major = bytes.unsignedByte();
        minorVersion = bytes.unsignedByte();
        bytes.unsignedByte(); // revision
        bytes.sizes(bytes.unsignedByte(), bytes.unsignedByte());
        int format = bytes.unsignedByte();
        if (major != 1 || minorVersion < 14 || minorVersion > 16 || format != CUSTOM) {
            throw new StoreException(
                    Reason.VERSION,
                    "archive version " + major + "." + minorVersion + ", format " + format + " is not known",
                    "use pg_dump of PostgreSQL 12 to 18, or a newer Snapledger");
        }
        if (minorVersion >= 15) {
            bytes.unsignedByte(); // compression algorithm
        } else {
            bytes.number(); // compression level
        }
        for (int i = 0; i < 7; i++) {
            bytes.number(); // creation time
        }
        for (int i = 0; i < 3; i++) {
            bytes.skipText(); // database, server version, pg_dump version
        }
        entriesLeft = bytes.number();
        if (bytes.ranOut()) {
            return false;
        }
        state = entriesLeft == 0 ? State.BLOCK : State.CONTENTS;
        return true;
    }

    private boolean entry() throws StoreException {
        long id = bytes.number();
        boolean hasDumper = bytes.number() != 0;
        bytes.skipText(); // catalog's table oid
        bytes.skipText(); // oid
        String tag = bytes.text();
        String kind = bytes.text();
        int section = (int) bytes.number();
        String definition = bytes.text();
        String removal = bytes.text();
        String copyStatement = bytes.text();
        String schema = bytes.text();
        bytes.skipText(); // tablespace
        bytes.skipText(); // table access method
        if (minorVersion >= 16) {
            bytes.number(); // relkind
        }
        String owner = bytes.text();
        bytes.skipText(); // "false", once: with oids
        List<Long> dependencies = new ArrayList<>();
        for (Optional<String> other = bytes.optionalText();
                other.isPresent();
                other = bytes.optionalText()) { // a null ends them
            if (bytes.ranOut()) {
                return false;
            }
            dependencies.add(idOf(other.get()));
        }
        int dataState = bytes.unsignedByte();
        bytes.skip(bytes.offsetSize());
        if (bytes.ranOut()) {
            return false;
        }
        Entry entry =
                new Entry(id, kind, schema, tag, owner, definition, removal, copyStatement, section, dependencies);
        listener.entry(entry);
        if (hasDumper && dataState != NO_DATA) {
            announced.put(id, entry);
        }
        entriesLeft--;
        if (entriesLeft == 0) {
            state = State.BLOCK;
        }
        return true;
    }

    private static long idOf(String text) throws StoreException {
        if (!ID.matcher(text).matches()) {
            throw incomplete(
                    "a dependency on '" + text.substring(0, Math.min(text.length(), 20)) + "', which is no id");
        }
        return Long.parseLong(text);
    }

    private boolean block() throws StoreException {
        int type = bytes.unsignedByte();
        long id = bytes.number();
        if (bytes.ranOut()) {
            return false;
        }
        if (type != DATA_BLOCK && type != LARGE_OBJECTS_BLOCK) {
            throw incomplete("a block of unknown type " + type + " near byte " + total);
        }
        if (!announced.containsKey(id) || !seen.add(id)) {
            throw incomplete("a data block of entry " + id + ", which was not announced or came before");
        }
        listener.begin(announced.get(id));
        inLargeObject = type == LARGE_OBJECTS_BLOCK;
        state = inLargeObject ? State.LARGE_OBJECT : State.CHUNK;
        return true;
    }

    private boolean chunk() throws StoreException {
        long length = bytes.number();
        if (bytes.ranOut()) {
            return false;
        }
        if (length < 0) {
            throw incomplete("a data chunk of " + length + " bytes near byte " + total);
        }
        payloadLeft = length;
        if (length == 0) {
            state = inLargeObject ? State.LARGE_OBJECT : State.BLOCK;
            if (!inLargeObject) {
                listener.end();
            }
        }
        return true;
    }

    private boolean largeObject() throws StoreException {
        long oid = bytes.number();
        if (bytes.ranOut()) {
            return false;
        }
        listener.largeObject(oid);
        state = oid == 0 ? State.BLOCK : State.CHUNK;
        if (oid == 0) {
            listener.end();
        }
        return true;
    }

    private static StoreException incomplete(String fact) {
        return new StoreException(
                Reason.INCOMPLETE, fact, "the dump was cut or is not what pg_dump writes; it is not kept");
    }
}
