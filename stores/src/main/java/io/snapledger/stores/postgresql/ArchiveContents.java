package io.snapledger.stores.postgresql;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an archive holds, counted while it passes by: rows of tables, values of sequences, large objects. So the evidence cannot disagree with the
 * archive, and the store is read once.
 */
final class ArchiveContents implements ArchiveFraming.Listener {

    private static final String TABLE_DATA = "TABLE DATA";
    private static final String SEQUENCE_SET = "SEQUENCE SET";
    private static final Pattern SET_VALUE = Pattern.compile(", (-?\\d+), (true|false)\\);\\s*$");

    /** A name's bytes, each as a character. */
    record Name(String schema, String name) {}

    /**
     * The rows of a table.
     *
     * @param bytes as COPY writes them
     * @param digest null if nobody asked for it
     */
    record Rows(long count, long bytes, String digest) {}

    private final boolean digests;
    private final Map<Name, Rows> rows = new HashMap<>();
    private final Map<Name, String> sequences = new HashMap<>();
    private final MessageDigest content = RowDigest.md5();
    private ArchiveFraming.Entry table;
    private CopyRows counted;
    private RowDigest digested;
    private long largeObject;
    private long largeObjects;
    private BigInteger largeObjectsDigest = BigInteger.ZERO;

    ArchiveContents(boolean digests) {
        this.digests = digests;
    }

    Map<Name, Rows> rows() {
        return rows;
    }

    /** The sequences' values as the archive sets them: they belong to no snapshot, so that only the archive knows what it holds. */
    Map<Name, String> sequences() {
        return sequences;
    }

    long largeObjects() {
        return largeObjects;
    }

    String largeObjectsDigest() {
        return largeObjectsDigest.toString();
    }

    @Override
    public void entry(ArchiveFraming.Entry entry) throws StoreException {
        if (entry.kind().equals(SEQUENCE_SET)) {
            Matcher value = SET_VALUE.matcher(entry.definition());
            if (!value.find()) {
                throw new StoreException(
                        Reason.INCOMPLETE,
                        "sequence " + entry.schema() + "." + entry.tag() + " without its value",
                        "the dump is not what pg_dump writes; it is not kept");
            }
            sequences.put(
                    new Name(entry.schema(), entry.tag()),
                    value.group(1) + (value.group(2).equals("true") ? " called" : ""));
        }
    }

    @Override
    public void begin(ArchiveFraming.Entry entry) {
        table = entry.kind().equals(TABLE_DATA) ? entry : null;
        if (table != null) {
            counted = new CopyRows();
            digested = digests ? new RowDigest(entry.copyStatement()) : null;
        }
    }

    @Override
    public void largeObject(long oid) {
        endLargeObject();
        largeObject = oid;
        largeObjects += oid == 0 ? 0 : 1;
    }

    private void endLargeObject() {
        if (largeObject != 0 && digests) {
            String text = largeObject + HexFormat.of().formatHex(content.digest());
            byte[] both = content.digest(text.getBytes(StandardCharsets.US_ASCII));
            largeObjectsDigest = largeObjectsDigest.add(new BigInteger(Arrays.copyOf(both, 8)));
        }
    }

    @Override
    public void data(byte[] data, int offset, int length) {
        if (table != null) {
            counted.accept(data, offset, length);
            if (digested != null) {
                digested.accept(data, offset, length);
            }
        } else if (digests) {
            content.update(data, offset, length);
        }
    }

    @Override
    public void end() throws StoreException {
        if (table != null) {
            rows.put(
                    new Name(table.schema(), table.tag()),
                    new Rows(
                            counted.rows(table.schema() + "." + table.tag()),
                            counted.bytes(),
                            digested == null ? null : digested.sum()));
        }
    }
}
