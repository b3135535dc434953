package io.snapledger.stores.postgresql;

import io.snapledger.stores.StoreException;
import io.snapledger.stores.StoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Counts the rows of one table in its archive: each is a line, since COPY writes line feeds in values as {@code \n}; after
 * them comes a line {@code \.} and two empty ones (pg_dump.c, dumpTableData_copy).
 */
final class CopyRows {

    private static final byte[] END = "\\.\n\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LINES_OF_END = 3;

    private final byte[] last = new byte[END.length];
    private long bytes;
    private long lines;

    void accept(byte[] data, int offset, int length) {
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (data[i] == '\n') {
                lines++;
            }
        }
        int kept = Math.min(length, last.length);
        System.arraycopy(last, kept, last, 0, last.length - kept);
        System.arraycopy(data, end - kept, last, last.length - kept, kept);
        bytes += length;
    }

    /** Bytes of the rows, without their end. */
    long bytes() {
        return Math.max(0, bytes - END.length);
    }

    /**
     * The number of rows, at the end of the table's data.
     *
     * @throws StoreException {@code INCOMPLETE}: the data have no end
     */
    long rows(String table) throws StoreException {
        if (!Arrays.equals(last, END)) {
            throw new StoreException(
                    Reason.INCOMPLETE,
                    "the data of table " + table + " have no end in the archive, after " + bytes + " bytes",
                    "pg_dump was cut; the dump is not kept");
        }
        return lines - LINES_OF_END;
    }
}
