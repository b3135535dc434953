package io.snapledger.stores.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a whole RDB, or the section of one database, and tells what it finds. Returns only if the format was complete: its end mark, and the
 * checksum.
 */
final class RdbReader {

    static final int MOST_NAME = 16 * 1024 * 1024;
    static final int MOST_CODE = 16 * 1024 * 1024;

    private static final String MAGIC_REDIS = "REDIS";
    private static final String MAGIC_VALKEY = "VALKEY";
    private static final int MAGIC_LENGTH = 9;
    private static final int FUNCTION = 245;
    private static final int MODULE_DATA = 247;
    private static final int IDLE = 248;
    private static final int FREQUENCY = 249;
    private static final int ATTRIBUTE = 250;
    private static final int SIZES = 251;
    private static final int EXPIRES_MILLIS = 252;
    private static final int EXPIRES_SECONDS = 253;
    private static final int DATABASE = 254;
    private static final int END = 255;

    /** Told of everything, in the order of the RDB. */
    interface Visitor {

        /** What is told next is read from here. */
        default void from(RdbInput input) {}

        /** An attribute of the whole, such as {@code redis-ver}. */
        default void attribute(String name, String value) {}

        /** The source code of a library of functions; never run here. */
        default void function(byte[] code) throws IOException {}

        /** Data of a module that belong to no key. */
        default void moduleData(String module) {}

        /** A database begins at this byte. */
        default void database(int number, long offset) throws IOException {}

        /** The last database ends before this byte. */
        default void end(long offset) {}

        /** A key, whose value comes next. */
        default void key(Key key) throws IOException {}

        /** The value of that key, of so many bytes, has been read. */
        default void value(Key key, Value value, long length) throws IOException {}
    }

    private final RdbInput input;
    private final RdbStrings strings;
    private final ValueReader values;
    private final Visitor visitor;
    private int version;
    private int database = -1;
    private long expiry = Key.NEVER;
    private boolean isChecksummed;

    RdbReader(RdbInput input, Visitor visitor) {
        this.input = input;
        this.visitor = visitor;
        visitor.from(input);
        strings = new RdbStrings(input);
        values = new ValueReader(input);
    }

    int version() {
        return version;
    }

    /** Whether there was a checksum to compare with. */
    boolean isChecksummed() {
        return isChecksummed;
    }

    /** From the first byte to the last of the checksum. What comes after it is the caller's business. */
    void readAll() throws IOException {
        magic();
        while (next(input.read())) {
            // goes on
        }
        long calculated = input.checksum();
        long said = strings.fixed();
        isChecksummed = said != 0;
        if (isChecksummed && said != calculated) {
            throw new MalformedRdb("its checksum is " + Long.toHexString(said) + ", but that of its bytes is "
                    + Long.toHexString(calculated));
        }
    }

    /** From where a database begins to where the next one does, or the end. */
    void readSection(int rdbVersion, long end) throws IOException {
        version = rdbVersion;
        while (input.position() < end) {
            if (!next(input.read())) {
                throw new MalformedRdb("it ends in the middle of a database");
            }
        }
    }

    private void magic() throws IOException {
        byte[] magic = new byte[MAGIC_LENGTH];
        input.readFully(magic, magic.length);
        String text = new String(magic, StandardCharsets.ISO_8859_1);
        String digits = text.startsWith(MAGIC_REDIS)
                ? text.substring(MAGIC_REDIS.length())
                : text.startsWith(MAGIC_VALKEY) ? text.substring(MAGIC_VALKEY.length()) : "";
        if (!digits.matches("[0-9]{3,4}")) {
            throw new MalformedRdb("it does not begin as an RDB does");
        }
        version = Integer.parseInt(digits);
        if (version < RdbVersion.OLDEST || version > RdbVersion.NEWEST) {
            throw MalformedRdb.unknown("it is of RDB version " + version + "; versions " + RdbVersion.OLDEST + " to "
                    + RdbVersion.NEWEST + " are read");
        }
    }

    /** @return whether it goes on */
    private boolean next(int code) throws IOException {
        switch (code) {
            case END -> {
                visitor.end(input.position() - 1);
                return false;
            }
            case ATTRIBUTE -> visitor.attribute(text(), text());
            case FUNCTION -> visitor.function(strings.string().readAll(MOST_CODE, "a library of functions"));
            case MODULE_DATA -> visitor.moduleData(values.moduleData());
            case IDLE -> strings.number();
            case FREQUENCY -> input.read();
            case SIZES -> {
                strings.count();
                strings.count();
            }
            case EXPIRES_MILLIS -> expiry = strings.fixed();
            case EXPIRES_SECONDS -> expiry = 1000 * seconds();
            case DATABASE -> begin(input.position() - 1);
            default -> key(code);
        }
        return true;
    }

    private long seconds() throws IOException {
        byte[] seconds = new byte[4];
        input.readFully(seconds, 4);
        return Numbers.littleEndian(seconds, 0, 4);
    }

    private void begin(long offset) throws IOException {
        long number = strings.count();
        if (number > Short.MAX_VALUE || number <= database) {
            throw new MalformedRdb("database " + number + " begins after database " + database);
        }
        database = (int) number;
        visitor.database(database, offset);
    }

    private void key(int type) throws IOException {
        if (type > Byte.MAX_VALUE) {
            throw MalformedRdb.unknown("a part of unknown kind " + type + " before byte " + input.position());
        }
        if (database < 0) {
            throw new MalformedRdb("a key outside of a database before byte " + input.position());
        }
        Key key = new Key(database, strings.string().readAll(MOST_NAME, "the name of a key"), expiry, type);
        expiry = Key.NEVER;
        visitor.key(key);
        long begin = input.position();
        Value value = values.read(type, version);
        visitor.value(key, value, input.position() - begin);
    }

    private String text() throws IOException {
        return new String(strings.string().readAll(64 * 1024, "an attribute"), StandardCharsets.UTF_8);
    }
}
