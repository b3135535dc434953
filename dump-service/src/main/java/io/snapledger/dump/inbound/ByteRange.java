package io.snapledger.dump.inbound;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One range of an HTTP {@code Range} header (RFC 9110 section 14).
 *
 * @param offset of the first byte
 * @param length at least 1
 */
record ByteRange(long offset, long length) {

    private static final Pattern ONE = Pattern.compile("bytes=(\\d{1,18})?-(\\d{1,18})?");

    /** Thrown where no byte of the file is asked for. */
    static final class NotSatisfiable extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Empty: the whole file is to be sent, since no range, or none that we understand, is asked for. */
    static Optional<ByteRange> of(String header, long size) throws NotSatisfiable {
        Matcher asked = ONE.matcher(header == null ? "" : header.strip());
        if (!asked.matches() || (asked.group(1) == null && asked.group(2) == null)) {
            return Optional.empty();
        }
        if (asked.group(1) == null) {
            long last = Math.min(Long.parseLong(asked.group(2)), size);
            return satisfiable(size - last, last);
        }
        long first = Long.parseLong(asked.group(1));
        long last = asked.group(2) == null ? size - 1 : Math.min(Long.parseLong(asked.group(2)), size - 1);
        return satisfiable(first, last - first + 1);
    }

    private static Optional<ByteRange> satisfiable(long offset, long length) throws NotSatisfiable {
        if (length < 1) {
            throw new NotSatisfiable();
        }
        return Optional.of(new ByteRange(offset, length));
    }
}
