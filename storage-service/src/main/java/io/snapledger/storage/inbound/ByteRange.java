package io.snapledger.storage.inbound;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code Range} header asks for.
 *
 * @param first first byte, from 0
 * @param last last byte, at least {@code first}
 */
record ByteRange(long first, long last) {

    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{1,18})-([0-9]{1,18})");

    /**
     * Reads {@code bytes=<first>-<last>}; the repository's client sends nothing else.
     *
     * @throws IllegalArgumentException if it is absent, has other forms, or ends before it begins
     */
    static ByteRange parse(String header) {
        Matcher matcher = ONE.matcher(header == null ? "" : header);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a segment is read by ranges: send Range: bytes=<first>-<last>");
        }
        ByteRange range = new ByteRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
        if (range.last < range.first) {
            throw new IllegalArgumentException("the range ends before it begins: " + header);
        }
        return range;
    }
}
