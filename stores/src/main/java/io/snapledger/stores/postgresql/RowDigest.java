package io.snapledger.stores.postgresql;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Digests the rows of one table in its archive, in constant memory however long a value is: a sum over the digests of the
 * rows, independent of their order and of the order of columns. {@link #FIELDS} and {@link #sumOf} are the same as a query.
 *
 * <p>Source of the format: COPY's text format in PostgreSQL's documentation. A field's digest is {@code md5('v=' || value)}, or {@code md5('v')} for
 * null; a row's is {@code md5} of its fields' in hex, in the byte order of the columns' names; the first 64 bits of it, signed, are
 * summed up.
 */
final class RowDigest {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] VALUE = {'v', '='};

    private final int[] positionOfColumn; // in the row's digest
    private final MessageDigest field = md5();
    private final MessageDigest row = md5();
    private final byte[][] fields;
    private int column;
    private boolean inField;
    private boolean isNull;
    private boolean escaped;
    private boolean ended;
    private long sumOfHigh;
    private long sumOfLow;

    /** @param copy the archive's statement, e.g. {@code COPY public.t (id, "a b") FROM stdin;} */
    RowDigest(String copy) {
        List<String> columns = columns(copy);
        fields = new byte[columns.size()][];
        Arrays.fill(fields, ArchiveBytes.NONE);
        positionOfColumn = new int[columns.size()];
        List<Integer> ordered = IntStream.range(0, columns.size())
                .boxed()
                .sorted(Comparator.comparing(columns::get))
                .toList();
        IntStream.range(0, ordered.size()).forEach(i -> positionOfColumn[ordered.get(i)] = i);
    }

    /** An SQL expression over {@code pg_class c}, whose value is the SQL of the digests of a row {@code t}'s fields, without generated columns. */
    static final String FIELDS = """
            coalesce((select string_agg(format('md5(concat_ws(''='', ''v'', t.%I))', a.attname), ' || ' order by a.attname collate "C")
              from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''), quote_literal(''))
            """;

    /** A sum over digests: independent of their order, sensitive to how often each occurs. */
    static String sumOf(String hex) {
        return "coalesce(sum(('x' || left(" + hex + ", 16))::bit(64)::bigint::numeric), 0)";
    }

    void accept(byte[] data, int offset, int length) {
        int end = offset + length;
        for (int i = offset; i < end && !ended; i++) {
            byte b = data[i];
            if (escaped) {
                escaped = false;
                special(b);
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '\t') {
                endField();
            } else if (b == '\n') {
                endRow();
            } else {
                int run = i + 1;
                while (run < end && data[run] != '\\' && data[run] != '\t' && data[run] != '\n') {
                    run++;
                }
                value(data, i, run - i);
                i = run - 1;
            }
        }
    }

    private void special(byte b) {
        switch (b) {
            case 'N' -> isNull = true;
            case '.' -> ended = true;
            case 'b' -> value(new byte[] {'\b'}, 0, 1);
            case 'f' -> value(new byte[] {'\f'}, 0, 1);
            case 'n' -> value(new byte[] {'\n'}, 0, 1);
            case 'r' -> value(new byte[] {'\r'}, 0, 1);
            case 't' -> value(new byte[] {'\t'}, 0, 1);
            case 'v' -> value(new byte[] {0x0b}, 0, 1);
            default -> value(new byte[] {b}, 0, 1);
        }
    }

    private void value(byte[] data, int offset, int length) {
        if (!inField) {
            inField = true;
            field.update(VALUE);
        }
        field.update(data, offset, length);
    }

    private void endField() {
        if (!inField) {
            field.update(VALUE, 0, isNull ? 1 : 2);
        }
        if (column < fields.length) {
            fields[positionOfColumn[column]] = field.digest();
        }
        column++;
        inField = false;
        isNull = false;
    }

    private void endRow() {
        if (fields.length > 0) {
            endField();
        }
        for (byte[] digest : fields) {
            row.update(HEX.formatHex(digest).getBytes(StandardCharsets.US_ASCII));
        }
        add(row.digest());
        Arrays.fill(fields, ArchiveBytes.NONE);
        column = 0;
    }

    private void add(byte[] digest) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | digest[i] & 0xff;
        }
        sumOfHigh += value >> 32;
        sumOfLow += value & 0xffff_ffffL;
    }

    /** The sum, as the query tells it. */
    String sum() {
        return BigInteger.valueOf(sumOfHigh)
                .shiftLeft(32)
                .add(BigInteger.valueOf(sumOfLow))
                .toString();
    }

    /** The names in the parentheses of a COPY statement; none: the table has no columns. */
    private static List<String> columns(String copy) {
        List<String> columns = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        boolean inList = false;
        for (int i = 0; i < copy.length(); i++) {
            char c = copy.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < copy.length() && copy.charAt(i + 1) == '"') {
                    name.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (quoted) {
                name.append(c);
            } else if (c == '(') {
                inList = true;
                name.setLength(0);
            } else if (inList && (c == ',' || c == ')')) {
                columns.add(name.toString());
                name.setLength(0);
                if (c == ')') {
                    return columns;
                }
            } else if (c != ' ') {
                name.append(c);
            }
        }
        return columns;
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
