package io.snapledger.stores.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snapledger.posix.Timestamp;
import io.snapledger.stores.StoreException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The records of a pax extended header, which win over the fields of the header that follows. Values are bytes; what nobody here
 * asks for is passed over.
 */
record ExtendedHeader(Map<String, String> records) {

    static final ExtendedHeader NONE = new ExtendedHeader(Map.of());

    private static final int LONGEST_LENGTH = 9;
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,19}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,19}(\\.[0-9]{0,30})?");

    /** Each record is its own length, a space, {@code key=value} and a newline. */
    static ExtendedHeader parse(byte[] bytes) throws StoreException {
        Map<String, String> records = new HashMap<>();
        for (int at = 0; at < bytes.length; ) {
            int space = at;
            while (space < bytes.length && space - at < LONGEST_LENGTH && bytes[space] != ' ') {
                space++;
            }
            long length = whole(new String(bytes, at, space - at, ISO_8859_1));
            int end = (int) Math.min(at + length, Integer.MAX_VALUE);
            if (end > bytes.length || end < space + 3 || bytes[end - 1] != '\n') {
                throw TarReader.damaged("an extended header whose records do not fit");
            }
            String record = new String(bytes, space + 1, end - space - 2, ISO_8859_1);
            int equals = record.indexOf('=');
            if (equals < 1) {
                throw TarReader.damaged("an extended header with a record that has no key");
            }
            records.put(record.substring(0, equals), record.substring(equals + 1));
            at = end;
        }
        return new ExtendedHeader(records);
    }

    /** Its name; of a sparse file the real one. */
    Optional<byte[]> path() {
        return bytes("GNU.sparse.name").or(() -> bytes("path"));
    }

    Optional<byte[]> linkPath() {
        return bytes("linkpath");
    }

    private Optional<byte[]> bytes(String key) {
        return Optional.ofNullable(records.get(key)).map(value -> value.getBytes(ISO_8859_1));
    }

    Optional<Long> size() throws StoreException {
        return number("size");
    }

    Optional<Long> owner() throws StoreException {
        return number("uid");
    }

    Optional<Long> group() throws StoreException {
        return number("gid");
    }

    /** Whether the content begins with a map of what of the file it is. */
    boolean isSparse() throws StoreException {
        if (records.keySet().stream().noneMatch(key -> key.startsWith("GNU.sparse."))) {
            return false;
        }
        if ("1".equals(records.get("GNU.sparse.major")) && "0".equals(records.get("GNU.sparse.minor"))) {
            return true;
        }
        throw TarReader.damaged("a sparse file in a format that the engine never writes");
    }

    /** The size of a sparse file, holes included. */
    Optional<Long> realSize() throws StoreException {
        return number("GNU.sparse.realsize");
    }

    /** To the nanosecond; what is finer is cut off. */
    Optional<Timestamp> modified() throws StoreException {
        String value = records.get("mtime");
        if (value == null) {
            return Optional.empty();
        }
        if (!DECIMAL.matcher(value).matches()) {
            throw TarReader.damaged("a time that is no number");
        }
        BigDecimal time = new BigDecimal(value);
        BigDecimal seconds = time.setScale(0, RoundingMode.FLOOR);
        int nanos = time.subtract(seconds).movePointRight(9).intValue();
        try {
            return Optional.of(new Timestamp(seconds.longValueExact(), nanos));
        } catch (ArithmeticException e) {
            throw TarReader.damaged("a time that no file has");
        }
    }

    private Optional<Long> number(String key) throws StoreException {
        String value = records.get(key);
        return value == null ? Optional.empty() : Optional.of(whole(value));
    }

    private static long whole(String digits) throws StoreException {
        try {
            if (WHOLE.matcher(digits).matches()) {
                return Long.parseLong(digits);
            }
        } catch (NumberFormatException e) {
            // too large: told below
        }
        throw TarReader.damaged("an extended header with a number that is none");
    }
}
