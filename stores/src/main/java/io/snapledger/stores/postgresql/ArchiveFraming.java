package io.snapledger.stores.postgresql;

import io.snapledger.stores.Evidence;
import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Proves that a stream is a whole archive of {@code pg_dump --format=custom}: it follows the framing (header, table of
 * contents, data blocks) while the bytes pass by, and demands at the end that every announced block came, once, with
 * its terminator, and that nothing follows. The format has no trailer, so this is the only proof there is.
 *
 * <p>Source of the format: PostgreSQL's {@code pg_backup_archiver.c} (WriteHead, WriteToc, WriteInt, WriteStr) and
 * {@code pg_backup_custom.c}; archive versions 1.14 (server 12) to 1.16 (17).
 */
final class ArchiveFraming {

    private static final byte[] MAGIC = "PGDMP".getBytes(StandardCharsets.US_ASCII);
    private static final int CUSTOM = 1;
    private static final int DATA_BLOCK = 1;
    private static final int LARGE_OBJECTS_BLOCK = 3;
    private static final int NO_DATA = 3;

    private static final String SEQUENCE_SET = "SEQUENCE SET";
    private static final Pattern SET_VALUE = Pattern.compile(", (-?\\d+), (true|false)\\);\\s*$");

    private enum State {
        HEADER,
        CONTENTS,
        BLOCK,
        CHUNK,
        LARGE_OBJECT
    }

    private State state = State.HEADER;
    private ArchiveBytes bytes = new ArchiveBytes(4, 8);
    private int minorVersion;
    private long entriesLeft;
    private final Map<Long, String> announced = new LinkedHashMap<>();
    private final Set<Long> seen = new HashSet<>();
    private final SortedMap<String, String> sequences = new TreeMap<>();
    private boolean inLargeObject;
    private long payloadLeft;
    private byte[] carry = new byte[0];
    private long total;

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

    /**
     * The sequences' values as the archive sets them, by the path of their facts. Sequences do not belong to any
     * snapshot: only the archive itself knows what it holds.
     */
    SortedMap<String, String> sequences() {
        return sequences;
    }

    /** The end of the stream. */
    void finish() throws StoreException {
        if (total == 0) {
            throw incomplete("the archive is empty");
        }
        if (state != State.BLOCK || payloadLeft > 0 || carry.length > 0) {
            throw incomplete("the archive ends after " + total + " bytes in the middle of "
                    + (state == State.HEADER || state == State.CONTENTS ? "its table of contents" : "its data"));
        }
        for (Map.Entry<Long, String> entry : announced.entrySet()) {
            if (!seen.contains(entry.getKey())) {
                throw incomplete("the archive ends after " + total + " bytes without the data of " + entry.getValue());
            }
        }
    }

    private byte[] rest(byte[] data, int from, int to) throws StoreException {
        bytes.over(data, from, to);
        while (true) {
            if (payloadLeft > 0) {
                payloadLeft -= bytes.skip(payloadLeft);
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
        bytes.number(); // section
        String definition = kind.equals(SEQUENCE_SET) ? bytes.text() : skipped();
        bytes.skipText(); // drop statement
        bytes.skipText(); // copy statement
        String schema = bytes.text();
        bytes.skipText(); // tablespace
        bytes.skipText(); // table access method
        if (minorVersion >= 16) {
            bytes.number(); // relkind
        }
        bytes.skipText(); // owner
        bytes.skipText(); // "false", once: with oids
        while (bytes.skipText()) { // dependencies, ended by a null
            if (bytes.ranOut()) {
                return false;
            }
        }
        int dataState = bytes.unsignedByte();
        bytes.skip(bytes.offsetSize());
        if (bytes.ranOut()) {
            return false;
        }
        if (kind.equals(SEQUENCE_SET)) {
            rememberSequence(schema, tag, definition);
        }
        if (hasDumper && dataState != NO_DATA) {
            announced.put(id, kind + " " + tag);
        }
        entriesLeft--;
        if (entriesLeft == 0) {
            state = State.BLOCK;
        }
        return true;
    }

    private String skipped() {
        bytes.skipText();
        return "";
    }

    private void rememberSequence(String schema, String name, String definition) throws StoreException {
        Matcher value = SET_VALUE.matcher(definition);
        if (!value.find()) {
            throw incomplete("sequence " + schema + "." + name + " without its value");
        }
        sequences.put(
                Evidence.path("sequence", schema, name),
                value.group(1) + (value.group(2).equals("true") ? " called" : ""));
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
        }
        return true;
    }

    private boolean largeObject() {
        long oid = bytes.number();
        if (bytes.ranOut()) {
            return false;
        }
        state = oid == 0 ? State.BLOCK : State.CHUNK;
        return true;
    }

    private static StoreException incomplete(String fact) {
        return new StoreException(
                Reason.INCOMPLETE, fact, "the dump was cut or is not what pg_dump writes; it is not kept");
    }
}
